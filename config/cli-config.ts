/** Where the CLI finds a running hub and with which key it calls. */
export interface CliConfig {
  readonly url: string;
  readonly key: string | null;
  /** Organisation an operator acts on, for operators' keys only. */
  readonly tenant: string | null;
}

/** PATCHBAY_URL, PATCHBAY_KEY and PATCHBAY_TENANT; options of the command win. */
export function cliConfig(
  options: { url?: string; key?: string; tenant?: string }, env: Readonly<Record<string, string | undefined>> = process.env,
): CliConfig {
  return {
    url: (options.url ?? env.PATCHBAY_URL ?? 'http://127.0.0.1:3000').replace(/\/$/, ''),
    key: options.key ?? env.PATCHBAY_KEY ?? null,
    tenant: options.tenant ?? env.PATCHBAY_TENANT ?? null,
  };
}
