import type { PostingFields } from 'patchbay/sdk';

/** The job description as one HTML text: description, lists with their headings, closing. Empty when there is none. Pure. */
export function descriptionOf({ content }: Pick<PostingFields, 'content'>): string {
  if (!content) return '';
  const description = content.descriptionHtml || content.description;
  const lists = content.lists.map(({ text, content: items }) => `<h3>${text}</h3><ul>${items}</ul>`);
  return [description, ...lists, content.closingHtml || content.closing].filter((part) => part.trim() !== '').join('\n');
}
