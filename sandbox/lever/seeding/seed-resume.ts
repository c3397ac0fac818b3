import type { LeverAccount } from '../account.js';
import type { ParsedResume, StoredFile, WorkYearMonth } from '../model/opportunity.js';
import type { ResumeBinary, SampleCandidate } from './sample-data.js';

function yearMonth(text: string | null): WorkYearMonth | null {
  const match = /^(\d{4})-(\d{2})/.exec(text ?? '');
  return match === null ? null : { year: Number(match[1]), month: Number(match[2]) };
}

export function parsedResume(candidate: SampleCandidate): ParsedResume {
  return {
    positions: candidate.workHistory.map((job) => ({
      org: job.organisation, title: job.title, summary: job.highlights.join('\n'), location: null,
      start: yearMonth(job.start), end: yearMonth(job.end),
    })),
    schools: candidate.education.map((school) => ({
      org: school.school, degree: school.level, field: school.field, summary: null, start: null, end: { year: school.year,
        month: 6 },
    })),
  };
}

/** The résumé as a file: a real PDF or DOCX where the sample has one, else its text. */
export function resumeFile(account: LeverAccount, candidate: SampleCandidate, binary: ResumeBinary | undefined): StoredFile {
  const content = binary === undefined ? () => Buffer.from(candidate.resumeText, 'utf8') : () => binary.content;
  const extension = binary?.filename.split('.').pop() ?? 'txt';
  return {
    id: account.uuid(), name: `${candidate.name.replace(/ /g, '_')}_resume.${extension}`, uploadedAt: account.now(),
      status: 'processed',
    size: binary?.content.length ?? Buffer.byteLength(candidate.resumeText), content,
  };
}
