const LONGEST = 200;

/**
 * A CRM's own words of refusal, fit for logs and answers: they may quote what was sent. Addresses, numbers and quoted values go; names of
 * fields stay.
 */
export function presentable(words: string): string {
  return words
    .replace(/[^\s"'<>()[\]{},;:]+@[^\s"'<>()[\]{},;:]+/g, '…')
    .replace(/\+?\d[\d\s()./-]{5,}\d/g, '…')
    .replace(/"([^"]*)"|(?<!\w)'([^']*)'/g, (quoted, double?: string, single?: string) => (/^\w*$/.test(double ?? single ?? '') ? quoted : '…'))
    .slice(0, LONGEST);
}
