// How long a person looks at an empty view: from the click in the activity bar until the first tokens are in the page.
import { startCloudflare } from '../cloudflare/index.ts';
import { settingsFor } from '../vscode/local-cloudflare.ts';
import { connect, TOKEN_ROW, VIEW_BUTTON } from './connected.ts';
import { figureOf } from './figures.ts';
import type { Figure } from './figures.ts';
import { openWindows } from './windows.ts';
import type { Installed, Stage } from './windows.ts';

/**
 * Measures in `count` windows that know a connection and in which nothing was used yet, so it contains activation,
 * loading all of the code, and the calls to the local Cloudflare, which answers without delay.
 */
export async function measureView(stage: Stage, { folder }: Installed, count = 10): Promise<Figure[]> {
  const cloudflare = await startCloudflare({ seed: 'demo' });
  const windows = await openWindows(stage, [folder], settingsFor(cloudflare));
  await windows.open((workbench) => connect(workbench, cloudflare.accountToken));
  const times = await windows.sample(count, ({ page }) => page.evaluate<number>(clickAndWait));
  await windows.close();
  await cloudflare.stop();
  return [
    figureOf(times, {
      name: 'view.first',
      what: 'First view',
      unit: 'ms',
      note: 'from the click in the activity bar until tokens are in the page: activates, loads all code, lists one account of the demo company',
    }),
  ];
}

/** Evaluated in the page, which alone sees both ends without a detour. */
const clickAndWait = `new Promise((shown, failed) => {
  const isShown = () => document.querySelector(${JSON.stringify(TOKEN_ROW)}) !== null;
  if (isShown()) throw new Error('The tokens were there before.');
  setTimeout(() => failed(new Error('The tokens did not come.')), 60_000);
  const began = performance.now();
  new MutationObserver((_changes, observer) => {
    if (!isShown()) return;
    observer.disconnect();
    shown(performance.now() - began);
  }).observe(document.body, { childList: true, subtree: true });
  document.querySelector(${JSON.stringify(VIEW_BUTTON)}).click();
})`;
