import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A headless Chromium of this machine; null where there is none. */
export async function startBrowser(): Promise<Browser | null> {
  const executablePath = process.env.PATCHBAY_BROWSER ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined) return null;
  return chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** Whether a suite in a browser can run; throws where it must and cannot. */
export function isBrowserHere(): boolean {
  const isHere = process.env.PATCHBAY_BROWSER !== undefined || PLACES.some((place) => existsSync(place));
  if (!isHere && process.env.PATCHBAY_REQUIRE_BROWSER === '1') throw new Error('No Chromium is installed, and PATCHBAY_REQUIRE_BROWSER forbids to go without.');
  return isHere;
}
