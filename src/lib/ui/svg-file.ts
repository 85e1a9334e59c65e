/** Drawings as a file of their own: what style sheets say becomes attributes of the elements. */
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
    for (const name of STYLES) own.setAttribute(name, style.getPropertyValue(name));
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
    text.setAttribute('font-family', 'sans-serif');
    text.setAttribute('font-size', '13');
    text.setAttribute('font-weight', '600');
    text.setAttribute('fill', ink);
    const copy = resolved(svg);
    const { width: w, height: h } = svg.viewBox.baseVal;
    copy.setAttribute('y', String(y + TITLE));
    copy.setAttribute('width', String(w));
    copy.setAttribute('height', String(h));
    root.append(text, copy);
    y += TITLE + h;
  }
  const ground = document.createElementNS(space, 'rect');
  ground.setAttribute('width', String(width));
  ground.setAttribute('height', String(y));
  ground.setAttribute('fill', background);
  root.prepend(ground);
  root.setAttribute('viewBox', `0 0 ${width} ${y}`);
  return new XMLSerializer().serializeToString(root);
}
