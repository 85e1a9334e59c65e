/** Drawings as a file of their own: what style sheets say is written into the elements. */
const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor'
] as const;

function resolved(source: SVGElement): SVGElement {
  const copy = source.cloneNode(true) as SVGElement;
  const originals = [source, ...source.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  originals.forEach((original, i) => {
    const style = getComputedStyle(original);
    const own = copies[i] as SVGElement;
    own.removeAttribute('class');
    own.setAttribute(
      'style',
      STYLES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';')
    );
  });
  return copy;
}

export interface Titled {
  readonly title: string;
  readonly svg: SVGSVGElement;
}

/** One drawing below the other, each with its title, on the page's ground. */
export function svgFile(drawings: readonly Titled[], background: string, ink: string): string {
  const TITLE = 22;
  const space = 'http://www.w3.org/2000/svg';
  const root = document.createElementNS(space, 'svg');
  let y = 0;
  const width = Math.max(...drawings.map(({ svg }) => svg.viewBox.baseVal.width));
  for (const { title, svg } of drawings) {
    const text = document.createElementNS(space, 'text');
    text.textContent = title;
    text.setAttribute('x', '8');
    text.setAttribute('y', String(y + 15));
    text.setAttribute('style', `font:600 13px sans-serif;fill:${ink}`);
    const copy = resolved(svg);
    const { width: w, height: h } = svg.viewBox.baseVal;
    copy.setAttribute('y', String(y + TITLE));
    copy.setAttribute('width', String(w));
    copy.setAttribute('height', String(h));
    root.append(text, copy);
    y += TITLE + h;
  }
  root.setAttribute('viewBox', `0 0 ${width} ${y}`);
  root.setAttribute('style', `background:${background}`);
  return new XMLSerializer().serializeToString(root);
}
