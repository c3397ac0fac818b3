import { describe, expect, it } from '@jest/globals';
import { assess, missingParts, type Job, type JobStep } from './job.js';

const jobWith = (steps: JobStep[]): Job => ({
  id: 'job_1', organisationId: 'org_1', title: 'Driver', status: 'active', steps, integration: null,
  requirements: [
    { id: 'licence', text: 'Which licence?', options: ['None', 'B', 'C'], accepted: ['C'] },
    { id: 'lifting', text: 'Any medical condition?', options: ['Yes', 'No'], accepted: ['No'], isSensitive: true },
  ],
});
const good = { licence: 'C', lifting: 'No' };

describe('judging a submission', () => {
  it('qualifies at once where nothing needs a look', () => {
    expect(assess(jobWith(['requirements']), { answers: good })).toEqual({ kind: 'qualified' });
  });

  it('sends homework and video to the job team, in the order of the steps', () => {
    expect(assess(jobWith(['requirements', 'homework', 'video']), { answers: good })).toEqual({ kind: 'review', reviews: ['homework', 'video'] });
  });

  it('names every unmet requirement and marks the sensitive ones', () => {
    expect(assess(jobWith(['requirements', 'video']), { answers: { licence: 'B', lifting: 'Yes' } })).toEqual({
      kind: 'unqualified',
      reasons: [
        { step: 'requirements', requirement: 'Which licence?', answer: 'B', text: 'Expected C, answered B.' },
        { step: 'requirements', requirement: 'Any medical condition?', answer: 'Yes', text: 'Expected No, answered Yes.', sensitive: true },
      ],
    });
  });

  it('finds what is missing', () => {
    const job = jobWith(['requirements', 'homework', 'video']);
    expect(missingParts(job, { answers: { licence: 'D' }, homework: ' ', video: 'javascript:alert(1)' }))
      .toEqual(['answers.licence', 'answers.lifting', 'homework', 'video']);
    expect(missingParts(job, { answers: good, homework: 'Done', video: 'https://v.example/1' })).toEqual([]);
  });
});
