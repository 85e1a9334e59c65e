/** The RFC's page for a reference such as `RFC 6455 §4.1 item 7`; undefined for other sources. */
export function rfcUrl(reference: string): string | undefined {
  const [, number, section] = /^RFC (\d+)(?: §([\d.]+\d|\d))?/.exec(reference) ?? [];
  if (!number) return undefined;
  return `https://www.rfc-editor.org/rfc/rfc${number}${section ? `#section-${section}` : ''}`;
}
