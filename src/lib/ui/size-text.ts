/** A number of bytes as a reader wants it: `0.1 kB` at least, `12 kB`, `15.4 MB`, `15,4 МБ`. */
export function sizeText(language: string, bytes: number): string {
  const inMegabytes = bytes >= 999_500;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: inMegabytes ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: inMegabytes || bytes < 9_950 ? 1 : 0
  }).format(inMegabytes ? bytes / 1e6 : Math.max(bytes / 1e3, 0.1));
}
