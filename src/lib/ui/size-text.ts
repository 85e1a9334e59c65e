/** A number of bytes as a reader wants it: `12 kB`, `15.4 MB`, `15,4 МБ`. */
export function sizeText(language: string, bytes: number): string {
  const inMegabytes = bytes >= 999_500;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: inMegabytes ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: inMegabytes || bytes < 9_950 ? 1 : 0
  }).format(bytes / (inMegabytes ? 1e6 : 1e3));
}
