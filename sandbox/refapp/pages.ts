import Handlebars from 'handlebars';
import { reportUrlOf } from './views.js';
import type { EntryFault } from './entry-checks.js';
import { textsFor, type PageTexts } from './page-texts.js';
import type { Candidate, Project, Records, Referee, RefereeContact } from './records.js';
import { isCounting } from './reference-taking.js';
import { warningsOf } from './warnings.js';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem; color: #1b1f24; }
fieldset { border: 1px solid #d9dee3; margin: 0 0 1rem; } label { display: block; } input, textarea, select { font: inherit; width: 100%; box-sizing: border-box; }
input[type=checkbox] { width: auto; } button { font: inherit; padding: .4rem 1rem; } .error { color: #a4161a; } table { border-collapse: collapse; } td, th { text-align: left; padding: .3rem .8rem .3rem 0; }`;

const layout = (body: string): string => `<!doctype html>
<html lang="{{lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;

const message = Handlebars.compile(layout('<h1>{{title}}</h1><p>{{text}}</p>'));

const candidateForm = Handlebars.compile(layout(`
<h1>{{t.askTitle}}: {{project.title}}</h1><p>{{t.askIntro}}</p>
{{#if notice}}<p role="status">{{notice}}</p>{{/if}}{{#if error}}<p class="error" role="alert">{{error}}</p>{{/if}}
{{#if given}}<h2>{{t.given}}</h2><ul id="given">{{#each given}}<li>{{name}}, {{company}}: {{status}}</li>{{/each}}</ul>{{/if}}
{{#if rows}}<form method="post" action="/r/{{token}}">
{{#each rows}}<fieldset><legend>{{../t.referee}} {{number}}</legend>
{{#if fault}}<p class="error" role="alert">{{fault}}</p>{{/if}}
<label>{{../t.name}} <input name="name.{{index}}" value="{{name}}"></label><label>{{../t.relation}} <input name="relation.{{index}}" value="{{relation}}"></label>
<label>{{../t.company}} <input name="company.{{index}}" value="{{company}}"></label><label>{{../t.email}} <input name="email.{{index}}" value="{{email}}"></label>
<label>{{../t.phone}} <input name="phone.{{index}}" value="{{phone}}" placeholder="+46701234567"></label>
<label>{{../t.language}} <select name="language.{{index}}">{{#each languages}}<option{{#if isChosen}} selected{{/if}}>{{code}}</option>{{/each}}</select></label>
</fieldset>{{/each}}
<label><input type="checkbox" name="confirmed" value="yes"> {{t.confirm}}</label>
<p><button name="do" value="draft">{{t.save}}</button> <button name="do" value="submit">{{t.submit}}</button></p></form>{{/if}}
<h2>{{t.questions}}</h2><ol id="questions">{{#each questions}}<li>{{text}}</li>{{/each}}</ol>
{{#each answers}}<h3>{{name}}</h3><dl>{{#each lines}}<dt>{{text}}</dt><dd>{{answer}}</dd>{{/each}}</dl>{{/each}}
<p><small>{{keep}}</small></p>`));

const refereeForm = Handlebars.compile(layout(`
<h1>{{t.formTitle}} {{candidate}}</h1><p>{{project.title}}{{#if project.clientName}}, {{project.clientName}}{{/if}}. {{t.formIntro}}</p>
{{#if notice}}<p role="status">{{notice}}</p>{{/if}}{{#if error}}<p class="error" role="alert">{{error}}</p>{{/if}}
<form method="post" action="/f/{{token}}">
{{#each questions}}<fieldset><legend>{{text}}</legend><textarea name="answers.{{id}}" rows="4">{{answer}}</textarea></fieldset>{{/each}}
<p><button name="do" value="draft">{{t.save}}</button> <button name="do" value="submit">{{t.submit}}</button></p></form>
<form method="post" action="/f/{{token}}/decline"><fieldset><legend>{{t.declineTitle}}</legend><label>{{t.why}} <input name="reason"></label>
<button>{{t.decline}}</button></fieldset></form><p><small>{{keep}}</small></p>`));

const report = Handlebars.compile(layout(`
<h1>Reference report: {{candidate}}</h1><p>{{project.title}} · <strong id="status">{{status}}</strong> · {{answered}} of {{requested}}</p>
{{#each warnings}}<p class="error" role="note">Please check: {{kind}} shared by {{count}} people.</p>{{/each}}
{{#each referees}}<section><h2>{{name}}</h2><p>{{relation}}, {{company}}</p><dl>{{#each lines}}<dt>{{text}}</dt><dd>{{answer}}</dd>{{/each}}</dl></section>{{/each}}`));

const card = Handlebars.compile(layout(`
<h1>{{firstName}} {{lastName}}</h1><p>{{project.title}} · <strong id="status">{{status}}</strong> · {{answered}} of {{requested}}</p>
<table>{{#each referees}}<tr><td>{{name}}</td><td>{{company}}</td><td>{{status}}</td></tr>{{/each}}</table>
{{#if reportUrl}}<p><a href="{{reportUrl}}">Report</a></p>{{/if}}<p><small>{{project.note}}</small></p>`));

export function messagePage(title: string, text: string, lang = 'en'): string {
  return message({ title, text, lang });
}

export interface CandidateFormState {
  readonly notice?: string;
  readonly error?: string;
  readonly faults?: readonly { row: number; faults: readonly EntryFault[] }[];
  readonly rows?: readonly Partial<RefereeContact>[];
}

const keepText = (t: PageTexts, { keepMonths }: Project): string => t.keep.replace('{months}', String(keepMonths));

export function candidatePage(candidate: Candidate, records: Records, state: CandidateFormState = {}): string {
  const t = textsFor(candidate.language);
  const project = records.projectOf(candidate);
  const referees = records.refereesOf(candidate);
  const free = Math.max(0, candidate.requested - referees.filter(isCounting).length);
  const filled = state.rows ?? candidate.draft;
  const rows = Array.from({ length: free }, (_, index) => {
    const row = filled[index] ?? {};
    const fault = state.faults?.find((one) => one.row === index)?.faults.map((one) => t.fault[one]).join(' ');
    return { ...row, index, number: index + 1, fault, languages: ['sv', 'en', 'no', 'da', 'fi'].map((code) => ({ code, isChosen: code === (row.language ?? candidate.language) })) };
  });
  const questions = records.questionsOf(candidate);
  const answers = project.candidateAccess === 'answers' && candidate.status === 'completed' ? referees.map((one) => ({ name: one.name, lines: linesOf(one, questions) })) : [];
  return candidateForm({
    t, project, title: t.askTitle, lang: candidate.language, token: candidate.token, rows, questions, answers, keep: keepText(t, project),
    given: referees.map((one) => ({ name: one.name, company: one.company, status: t.status[one.status] })), notice: state.notice, error: state.error,
  });
}

function linesOf({ answers }: Referee, questions: readonly { id: string; text: string }[]): { id: string; text: string; answer: string }[] {
  return questions.map(({ id, text }) => ({ id, text, answer: answers[id] ?? '' }));
}

export function refereePage(referee: Referee, records: Records, state: { notice?: string; error?: string } = {}): string {
  const t = textsFor(referee.language);
  const candidate = records.candidateOf(referee);
  const project = records.projectOf(candidate);
  const name = `${candidate.firstName} ${candidate.lastName}`;
  return refereeForm({
    t, project, candidate: name, title: `${t.formTitle} ${name}`, lang: referee.language, token: referee.token, questions: linesOf(referee, records.questionsOf(candidate)),
    keep: keepText(t, project), ...state,
  });
}

export function reportPage(candidate: Candidate, records: Records): string {
  const project = records.projectOf(candidate);
  const questions = records.questionsOf(candidate);
  const answered = records.refereesOf(candidate).filter(({ status }) => status === 'answered');
  const warnings = project.showWarnings && !candidate.warningsApproved ? warningsOf(candidate, records.refereesOf(candidate)) : [];
  return report({
    title: 'Reference report', lang: 'en', candidate: `${candidate.firstName} ${candidate.lastName}`, project, status: candidate.status, answered: answered.length,
    requested: candidate.requested, referees: answered.map((one) => ({ ...one, lines: linesOf(one, questions) })),
    warnings: warnings.map(({ kind, refereeIds, withCandidate }) => ({ kind, count: refereeIds.length + (withCandidate ? 1 : 0) })),
  });
}

export function cardPage(candidate: Candidate, records: Records, baseUrl: string): string {
  const referees = records.refereesOf(candidate);
  return card({
    ...candidate, title: 'Candidate', lang: 'en', project: records.projectOf(candidate), referees, reportUrl: reportUrlOf(candidate, referees, baseUrl),
    answered: referees.filter(({ status }) => status === 'answered').length,
  });
}
