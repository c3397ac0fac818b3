import { describe, expect, it } from '@jest/globals';
import { optionsFrom, runSandbox, usage, UsageError } from './sandbox-command.js';

describe('the sandbox command', () => {
  it('prints one line of JSON, runs until told to stop, and ends cleanly', async () => {
    const lines: string[] = [];
    let stop = (): void => undefined;
    const stopRequested = new Promise<void>((resolve) => { stop = resolve; });
    let run = Promise.resolve();
    await new Promise<void>((resolve) => {
      run = runSandbox({ argv: [], print: (line) => { lines.push(line); resolve(); }, stopRequested });
    });
    const { control } = JSON.parse(lines[0] ?? '') as { control: { baseUrl: string } };
    expect((await fetch(`${control.baseUrl}/idle`)).status).toBe(200);
    stop();
    await run;
    expect(lines).toHaveLength(1);
    await expect(fetch(`${control.baseUrl}/idle`)).rejects.toThrow();
  });

  it('understands its options and refuses others', async () => {
    expect(optionsFrom(['--port-base', '9100', '--seed', 'full'])).toEqual({ portBase: 9100, seed: 'full' });
    expect(optionsFrom(['--redirect-uri', 'http://a.example/x', '--redirect-uri', 'http://b.example/y']))
      .toMatchObject({ oauthRedirectUris: ['http://a.example/x', 'http://b.example/y'] });
    expect(optionsFrom(['--host', 'sandbox'])).toMatchObject({ host: 'sandbox' });
    expect(optionsFrom([])).toEqual({ portBase: 0, seed: 'small' });
    for (const argv of [['--seed', 'huge'], ['--port-base', 'x'], ['--port-base', '65001'], ['--redirect-uri', 'nowhere'], ['--host', 'a b'], ['--colour']]) {
      expect(() => optionsFrom(argv)).toThrow(UsageError);
    }
    const lines: string[] = [];
    await runSandbox({ argv: ['--help'], print: (line) => lines.push(line), stopRequested: Promise.resolve() });
    expect(lines).toEqual([usage]);
  });
});
