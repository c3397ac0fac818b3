import Handlebars from 'handlebars';
import type { Applicant } from './applicant.js';
import { layout } from './candidate-pages.js';
import type { Job } from './job.js';

const signIn = Handlebars.compile(layout(`
<h1>{{title}}</h1>
<p>Sign in to career.place to go on.</p>
{{#if isRefused}}<p class="error" role="alert">The address or the password is wrong.</p>{{/if}}
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="{{next}}">
<label>E-mail <input type="email" name="email" required autocomplete="username"></label>
<label>Password <input type="password" name="password" required autocomplete="current-password"></label>
<button>Sign in</button>
</form>`));

const card = Handlebars.compile(layout(`
<h1>{{firstName}} {{lastName}}</h1>
<p>{{jobTitle}} · <strong>{{status}}</strong>{{#if isPaused}} · paused{{/if}}</p>
<table><tr><th>E-mail</th><td>{{email}}</td></tr><tr><th>Phone</th><td>{{phone}}</td></tr></table>
<h2>History</h2><table>{{#each history}}<tr><td>{{at}}</td><td>{{status}}</td></tr>{{/each}}</table>
{{#if reasons}}<h2>Reasons</h2><ul>{{#each reasons}}<li>{{requirement}}: {{text}}</li>{{/each}}</ul>{{/if}}
{{#if submission}}<h2>Answers</h2><table>{{#each answers}}<tr><th>{{question}}</th><td>{{answer}}</td></tr>{{/each}}</table>
{{#if submission.homework}}<h3>Homework</h3><p>{{submission.homework}}</p>{{/if}}
{{#if submission.video}}<h3>Video interview</h3><p>{{submission.video}}</p>{{/if}}{{/if}}
{{#if canDecide}}<h2>Decision</h2>
<form method="post" action="/applicants/{{id}}/card/qualify"><button>Qualified</button></form>
<form method="post" action="/applicants/{{id}}/card/unqualify">
<label>Reason <input name="reason" required></label><button>Unqualified</button></form>{{/if}}
{{#if canReverse}}<h2>Reverse the decision</h2>
<form method="post" action="/applicants/{{id}}/card/override"><label>Reason <input name="reason" required></label><button>Reverse</button></form>{{/if}}`));

export function signInPage(next: string, isRefused = false): string {
  return signIn({ title: 'Sign in', next, isRefused });
}

export function cardPage(applicant: Applicant, job: Job): string {
  const { status } = applicant;
  return card({
    ...applicant, title: 'Applicant card', jobTitle: job.title,
    answers: job.requirements.map(({ id, text }) => ({ question: text, answer: applicant.submission?.answers[id] ?? '' })),
    canDecide: status === 'submitted' || status === 'in_review',
    canReverse: status === 'qualified' || status === 'unqualified',
  });
}
