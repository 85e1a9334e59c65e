/** Offers a text or bytes as a file; nothing leaves the page. */
export const download = (name: string, type: string, content: string | Uint8Array): void =>
  downloadBlob(name, new Blob([content as BlobPart], { type }));

export function downloadBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
