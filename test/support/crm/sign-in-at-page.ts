/** Opens a sign-in page as a browser does, fills the form in and goes where the answer sends. */
export async function signInAtPage(address: string, typed: Readonly<Record<string, string>>): Promise<URL> {
  const page = await fetch(address);
  const html = await page.text();
  const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1];
  if (!page.ok || action === undefined) throw new Error(`No sign-in page at ${address}: ${page.status} ${html.slice(0, 300)}`);
  const form = new URLSearchParams(typed);
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)) form.set(name, plain(value));
  const answer = await fetch(new URL(plain(action), page.url), { method: 'POST', body: form, redirect: 'manual' });
  const target = answer.headers.get('location');
  if (answer.status !== 302 || target === null) throw new Error(`The sign-in was not accepted: ${answer.status} ${await answer.text()}`);
  return new URL(target);
}

function plain(text: string): string {
  return text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));
}
