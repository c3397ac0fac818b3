/** The file name of a download, without any path; the UTF-8 form wins. */
export function fileNameIn(header: string | undefined): string | null {
  if (header === undefined) return null;
  const encoded = /filename\*\s*=\s*utf-8''([^;]+)/i.exec(header)?.[1];
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;]+))/i.exec(header);
  const name = (encoded === undefined ? plain?.[1] ?? plain?.[2] : decoded(encoded))?.trim().split(/[\\/]/).pop();
  return name === undefined || name === '' ? null : name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
