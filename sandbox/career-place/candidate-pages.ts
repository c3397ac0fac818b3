import Handlebars from 'handlebars';
import type { Applicant } from './applicant.js';
import type { Job } from './job.js';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem; color: #1b1f24; }
fieldset { border: 1px solid #d9dee3; margin: 0 0 1rem; } label { display: block; } textarea, input[type=url] { width: 100%; box-sizing: border-box; }
button { font: inherit; padding: .4rem 1rem; } .error { color: #a4161a; } table { border-collapse: collapse; } td, th { text-align: left; padding: .3rem .8rem .3rem 0; }`;

export const layout = (body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;

const invitation = Handlebars.compile(layout(`
<h1>{{title}}</h1>
<p>{{organisation}} would like to know a little more about you. It takes {{steps}}.</p>
<form method="post" action="/apply/{{token}}/start"><button>Start</button></form>
<p><a href="/apply/{{token}}/leave">I am not interested any more</a></p>`));

const form = Handlebars.compile(layout(`
<h1>{{title}}</h1>
{{#if error}}<p class="error" role="alert">{{error}}</p>{{/if}}
<form method="post" action="/apply/{{token}}/submit">
{{#each requirements}}<fieldset><legend>{{text}}</legend>
{{#each options}}<label><input type="radio" name="answers.{{../id}}" value="{{this}}" required> {{this}}</label>{{/each}}
</fieldset>{{/each}}
{{#if hasHomework}}<fieldset><legend>Homework</legend><label>Your solution <textarea name="homework" rows="8" required></textarea></label></fieldset>{{/if}}
{{#if hasVideo}}<fieldset><legend>Video interview</legend>
<label>Address of your recording <input type="url" name="video" required></label></fieldset>{{/if}}
<button>Submit</button>
</form>
<p><a href="/apply/{{token}}/leave">I am not interested any more</a></p>`));

const leaving = Handlebars.compile(layout(`
<h1>{{title}}</h1>
<p>Do you want to withdraw your application?</p>
<form method="post" action="/apply/{{token}}/withdraw"><button>Withdraw</button></form>
<form method="post" action="/apply/{{token}}/unsubscribe"><button>Just stop the reminders</button></form>
<p><a href="/apply/{{token}}">Go back</a></p>`));

const message = Handlebars.compile(layout('<h1>{{title}}</h1><p>{{text}}</p>'));

export function messagePage(title: string, text: string): string {
  return message({ title, text });
}

export function invitationPage(applicant: Applicant, job: Job, organisation: string): string {
  return invitation({ title: job.title, token: applicant.token, organisation, steps: job.steps.join(', ') });
}

export function formPage(applicant: Applicant, job: Job, error: string | null): string {
  return form({
    title: job.title, token: applicant.token, requirements: job.requirements, error,
    hasHomework: job.steps.includes('homework'), hasVideo: job.steps.includes('video'),
  });
}

export function leavingPage(applicant: Applicant, job: Job): string {
  return leaving({ title: job.title, token: applicant.token });
}
