import { describe, expect, it } from '@jest/globals';
import { decisionLine } from './decision-line.js';
import { newest, sufficesAlone, textOfForm, textOfParsed } from './resume-text.js';
import { descriptionHash } from './job-text.js';
import { decisionWrites, leadNote, type DecisionToWrite } from './writes.js';

const reason = (text: string, status: 'met' | 'not-met' = 'met') => ({
  kind: 'skill', text, weight: 1, outOf: 1, matched: status === 'met', status, mandatory: false, evidence: [{ quote: 'Grilling', start: 0, end: 8 }],
});
const decision = (more: Partial<DecisionToWrite> = {}): DecisionToWrite => ({
  id: 'd1', solution: 'filter', contactId: 'c1', opportunityId: 'o1', postingId: 'p1', decidedAt: 5, proposal: 'advance', score: 71.4, threshold: 62,
  reasons: [reason('Grilling: used at work'), reason('German: not stated', 'not-met')], jobTitle: 'Line Cook', hasOwner: true, ...more,
});

describe('the writes of a decision', () => {
  it('CI-22 CI-39 FiiLTER: the note, then the move that the decision saw; the last one reports back', () => {
    const [note, move, ...rest] = decisionWrites(decision(), 'screened');
    expect(rest).toEqual([]);
    expect(note).toMatchObject({ kind: 'note.add', text: expect.stringMatching(/FiiLTER.*"Line Cook".*advanced.*score 71.4 of 100[^]*\+ Grilling: used at work/) });
    expect(move).toMatchObject({ kind: 'stage.move', stageId: 'screened', seenStageId: 'applicant-new', then: { job: 'outcome', context: { decisionId: 'd1' } } });
    expect(note?.then).toBeUndefined();
  });

  it('LG-2 suggests by tag and note and moves nobody', () => {
    expect(decisionWrites(decision({ proposal: 'suggest' }), 'screened').map((write) => write.kind)).toEqual(['tag.add', 'note.add']);
  });

  it('CI-23 CI-24 a non-match gets a note that says where it stays, and nothing else', () => {
    const writes = decisionWrites(decision({ proposal: 'stay' }), 'screened');
    expect(writes.map((write) => write.kind)).toEqual(['note.add']);
    expect(writes[0]).toMatchObject({ text: expect.stringMatching(/stays in New Applicant.*Nobody was rejected/) });
  });

  it('CI-38 CI-42 leads carry their source and the owner of the posting, and never more than one write', () => {
    const arkiive = decisionWrites(decision({ solution: 'arkiive', proposal: 'lead', opportunityId: null }), null);
    expect(arkiive).toEqual([expect.objectContaining({ kind: 'lead.create', source: 'CiiVSOFT ARKiiVE', ownerFromPosting: true, contactId: 'c1', postingId: 'p1' })]);
    expect(decisionWrites(decision({ solution: 'refine', proposal: 'lead' }), null)[0]).toMatchObject({ source: 'CiiVSOFT REFiiNE' });
    expect(decisionWrites(decision({ solution: 'arkiive', proposal: 'none' }), null)).toEqual([]);
  });

  it('CI-14 CI-39 the note on a lead says who recommends, for what and why', () => {
    expect(leadNote(decision({ solution: 'arkiive', proposal: 'lead' }), 'o9', null)).toMatchObject({
      kind: 'note.add', opportunityId: 'o9', text: expect.stringMatching(/ARKiiVE recommends this person for "Line Cook"[^]*Grilling/),
    });
    expect(leadNote(decision({ solution: 'refine', proposal: 'lead' }), 'o9', 'Baker')).toMatchObject({ text: expect.stringMatching(/REFiiNE.*applied for "Baker".*"Line Cook"/) });
  });

  it('D5 SH-9 the same decision leads to the same writes, key by key', () => {
    expect(decisionWrites(decision(), 'screened')).toEqual(decisionWrites(decision(), 'screened'));
    expect(decisionWrites(decision(), 's').every((write) => write.occasion === 'd1' && write.reasons.length > 0)).toBe(true);
  });
});

describe('what there is to read', () => {
  it('CI-28 the form counts alone only when it says enough', () => {
    const form = (value: string) => textOfForm({ company: null, comments: null, customQuestions: [{ id: 'q', text: 'Why you?', baseTemplateId: null, createdAt: null, completedAt: null, fields: [
      { id: null, type: 'textarea', text: 'Experience', description: null, required: false, options: [], value },
    ] }] });
    expect(sufficesAlone(form('Two years.'))).toBe(false);
    expect(sufficesAlone(form('Line cook for six years, grilling and food safety. '.repeat(5)))).toBe(true);
    expect(form('Two years.')).not.toContain('Why you?');
  });

  it("Lever's own reading becomes text with dates", () => {
    const text = textOfParsed({
      positions: [{ org: 'Old Mill', title: 'Line Cook', summary: 'Grilling', location: null, start: { year: 2018, month: 3 }, end: null }],
      schools: [{ org: 'Trade School', degree: 'Diploma', field: 'Cooking', summary: null, start: null, end: null }],
    });
    expect(text).toBe('Experience\n\nLine Cook, Old Mill, 2018-03 to present\nGrilling\n\nEducation\n\nDiploma, Cooking, Trade School');
  });

  it('is the newest resume', () => {
    const resume = (id: string, createdAt: number) => ({ id, createdAt, file: null, parsedData: null });
    expect(newest([resume('a', 1), resume('b', 3), resume('c', 2)])?.id).toBe('b');
    expect(newest([])).toBeNull();
  });

  it('CI-44 another description has another hash', () => {
    expect(descriptionHash('Cook', 'a')).not.toBe(descriptionHash('Cook', 'b'));
  });
});

describe('the export', () => {
  const exported = { id: 'd1', decidedAt: '2026-01-01T00:00:00.000Z', score: -1, reasons: [{ text: '=cmd(), "x"' }], events: [{ kind: 'override', at: 'x', by: 'm', outcome: 'match', reason: 'seen' }] };

  it('LG-4 is one decision a line, and no cell is a formula', () => {
    const line = decisionLine.csv(exported);
    expect(line.endsWith('\r\n')).toBe(true);
    expect(line).toContain(`"'=cmd(), ""x"""`);
    expect(line).toContain(',-1,');
    expect(JSON.parse(decisionLine.json(exported as never))).toEqual(exported);
  });
});
