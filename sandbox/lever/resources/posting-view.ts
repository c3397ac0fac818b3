import type { LeverAccount } from '../account.js';
import type { View } from '../http/view.js';
import type { Posting } from '../model/hiring.js';
import { expandUser } from './users.js';

export const postingView: View<Posting> = {
  wire: (account, posting) => ({
    id: posting.id, text: posting.text, state: posting.state,
    distributionChannels: posting.state === 'published' ? [...posting.distributionChannels] : null,
    user: posting.user, owner: posting.owner, hiringManager: posting.hiringManager,
    categories: { ...posting.categories, allLocations: [...posting.categories.allLocations] },
    tags: [...posting.tags], content: contentOf(posting), country: posting.country, followers: [...posting.followers],
    reqCode: posting.reqCode, requisitionCodes: [...posting.requisitionCodes], ...salaryOf(posting),
    urls: urlsOf(account, posting), confidentiality: posting.confidentiality, createdAt: posting.createdAt,
      updatedAt: posting.updatedAt,
    workplaceType: posting.workplaceType, transcribeInterviews: false, screening: { enabled: false },
  }),
  expansions: {
    user: (account, posting) => expandUser(account, posting.user),
    owner: (account, posting) => expandUser(account, posting.owner),
    hiringManager: (account, posting) => expandUser(account, posting.hiringManager),
    followers: (account, posting) => posting.followers.map((id) => expandUser(account, id)),
  },
};

export function expandPosting(account: LeverAccount, id: string | null): unknown {
  const posting = id === null ? undefined : account.postings.get(id);
  return posting === undefined ? id : postingView.wire(account, posting);
}

function contentOf(posting: Posting): object {
  return {
    description: plainText(posting.descriptionHtml), descriptionHtml: posting.descriptionHtml,
    lists: posting.lists.map(({ text, content }) => ({ text, content })),
    closing: plainText(posting.closingHtml), closingHtml: posting.closingHtml,
  };
}

function salaryOf(posting: Posting): object {
  return {
    ...(posting.salaryDescriptionHtml === null ? {} : {
      salaryDescription: plainText(posting.salaryDescriptionHtml), salaryDescriptionHtml: posting.salaryDescriptionHtml,
    }),
    ...(posting.salaryRange === null ? {} : { salaryRange: { ...posting.salaryRange } }),
  };
}

function urlsOf(account: LeverAccount, posting: Posting): object | null {
  if (posting.state !== 'published' && posting.state !== 'internal') return null;
  const list = `${account.urls.jobs}/${account.slug}`;
  return { list, show: `${list}/${posting.id}`, apply: `${list}/${posting.id}/apply` };
}

/** The plain form Lever derives: one line per block, each ended by a newline. */
export function plainText(html: string): string {
  return html
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/(div|p|li)>/gi, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&#39;/g, "'").replace(/&quot;/g, '"').replace(/&amp;/g, '&');
}
