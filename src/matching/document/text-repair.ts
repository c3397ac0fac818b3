/** Characters of Windows-1252 at the bytes 0x80-0x9f, in order; holes keep their code. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const TRAIL = `[${HIGH}\u00a0-\u00bf]`;
/** UTF-8 that was once read as Windows-1252: "Ã©" for é. */
const MISREAD = new RegExp(`[\u00c2-\u00df]${TRAIL}|[\u00e0-\u00ef]${TRAIL}{2}|[\u00f0-\u00f4]${TRAIL}{3}`, 'g');

/** Makes extracted text fit to be stored and quoted: line ends, ligatures, soft hyphens, private-use bullets, misread encodings. */
export function repairText(raw: string): string {
  return raw.replace(MISREAD, reread).replace(/\r\n?/g, '\n')
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '').replace(/[\u00a0\u2000-\u200a\u202f]/g, ' ')
    .replace(/[\ue000-\uf8ff]/g, '•').replace(/[\ufb00-\ufb04]/g, (ligature) => ligature.normalize('NFKD'))
    .replace(/(?![\t\n])\p{Cc}/gu, ' ').replace(/(\p{Ll})-\n(\p{Ll})/gu, '$1$2').replace(/\n{4,}/g, '\n\n\n');
}

function reread(misread: string): string {
  const bytes = Uint8Array.from(misread, (character) => {
    const high = HIGH.indexOf(character);
    return high < 0 ? character.charCodeAt(0) : 0x80 + high;
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return misread;
  }
}
