import type { LeverAccount } from '../account.js';
import type { Posting, PostingList, PostingState } from '../model/hiring.js';
import { dayMs, type SamplePosting, shifted } from './sample-data.js';
import { seedRequisitions } from './seed-requisitions.js';

const departments: Readonly<Record<string, string>> = {
  Engineering: 'Product & Technology', Data: 'Product & Technology', Design: 'Product & Technology',
    Product: 'Product & Technology',
  Marketing: 'Growth', Sales: 'Growth', Customer: 'Growth', Finance: 'Corporate', People: 'Corporate', Operations: 'Corporate',
};
const countries: Readonly<Record<string, string>> = { UK: 'GB', DE: 'DE', ON: 'CA' };

/** Odd ones among many published: seeds need every state a client has to cope with. */
const specialStates: Readonly<Record<number, PostingState>> = { 5: 'internal', 9: 'draft' };
const confidentialIndex = 10;
const internalSiteIndex = 6;
const twoLocationsIndex = 3;

export function seedPostings(account: LeverAccount, samples: readonly SamplePosting[]): Map<string, Posting[]> {
  const owners = [...account.users.values()].filter((user) => user.accessRole === 'team member' && user.deactivatedAt === null);
  const managers = [...account.users.values()].filter((user) => user.accessRole === 'limited team member');
  const byRole = new Map<string, Posting[]>();
  samples.forEach((sample, index) => {
    const owner = owners[index % owners.length]?.id ?? '';
    const posting = postingOf(account, sample, index, { owner, manager: index % 2 === 0 ? managers[0]?.id ?? null : null });
    account.postings.set(posting.id, posting);
    byRole.set(sample.role, [...(byRole.get(sample.role) ?? []), posting]);
  });
  seedRequisitions(account);
  return byRole;
}

function postingOf(account: LeverAccount, sample: SamplePosting, index: number,
  people: { owner: string; manager: string | null }): Posting {
  const createdAt = shifted(sample.createdAt, account.now()) + 9 * 3_600_000 + index * 61_007;
  const { html, lists } = contentOf(sample.description);
  const allLocations = index === twoLocationsIndex ? [sample.location, 'Remote (US)'] : [sample.location];
  return {
    id: account.uuid(), text: sample.title, state: specialStates[index] ?? (sample.state === 'closed' ? 'closed' : 'published'),
    distributionChannels: index === internalSiteIndex ? ['internal'] : ['internal', 'public'], user: people.owner,
      owner: people.owner,
    hiringManager: people.manager,
    categories: {
      commitment: sample.commitment, department: departments[sample.team] ?? 'Corporate', level: null, location: sample.location,
      team: sample.team, allLocations,
    },
    tags: [], descriptionHtml: html, lists, closingHtml: '', country: countries[sample.location.split(', ')[1] ?? ''] ?? 'US',
    followers: [people.owner, people.manager].filter((id): id is string => id !== null), reqCode: null,
    requisitionCodes: index % 3 === 0 ? [requisitionCode(index)] : [], salaryDescriptionHtml: null,
    salaryRange: index % 4 === 0 ? { min: 42_000, max: 68_000, currency: 'EUR', interval: 'per-year-salary' } : null,
    confidentiality: index === confidentialIndex ? 'confidential' : 'non-confidential', createdAt,
      updatedAt: createdAt + (index % 3) * dayMs,
    workplaceType: sample.workplaceType, customQuestions: index === 1 ? [noticeQuestion(account)] : [], asksEeo: index % 2 === 0,
  };
}

function noticeQuestion(account: LeverAccount): Posting['customQuestions'][number] {
  return {
    id: account.uuid(), text: 'Availability', distribution: ['external', 'internal'],
    fields: [{ description: '', required: false, text: 'What is your notice period?', type: 'text', id: account.uuid() }],
  };
}

function requisitionCode(index: number): string {
  return `REQ-${String(100 + index)}`;
}

/** Headed bullet lists become the lists of the posting, everything else its description. */
function contentOf(description: string): { html: string; lists: PostingList[] } {
  const lists: PostingList[] = [];
  const prose: string[] = [];
  let heading: string | null = null;
  let items: string[] = [];
  const close = () => {
    if (heading !== null) lists.push({ text: heading, content: items.map((item) => `<li>${escaped(item)}</li>`).join('') });
    [heading, items] = [null, []];
  };
  const lines = description.split('\n');
  lines.forEach((line, index) => {
    const bullet = /^\s*[-*•]\s+(.*)$/.exec(line)?.[1];
    if (bullet !== undefined) {
      items.push(bullet);
      return;
    }
    if (items.length > 0) close();
    const startsList = /^\s*[-*•]\s/.test(lines[index + 1] ?? '');
    if (startsList) heading = line.trim();
    else if (line.trim() !== '') prose.push(line.trim());
  });
  if (items.length > 0) close();
  return { html: prose.map((line) => `<div>${escaped(line)}</div>`).join(''), lists };
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
