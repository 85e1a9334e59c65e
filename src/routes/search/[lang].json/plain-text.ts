const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** HTML of our own making as plain text: what a reader sees of it. */
export const plainText = (html: string): string =>
  html
    .replace(/<span class="visually-hidden">.*?<\/span>/g, ' ')
    .replace(/<\/?(?:p|li|ul|ol|t[drh]|table|thead|tbody|h\d|pre|div)\b[^>]*>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\s+/g, ' ')
    .trim();
