// `npm start`: builds the extension, starts the local Cloudflare with a demo company and a real VS Code that is already
// pointed at it, and says where it is and which token to paste. Ctrl-C stops everything.
//   --desktop   the installed VS Code (the default where there is one)
//   --web       the VS Code that this project brings, in the browser
import { findInstalledCode, hasDisplay, openInBrowser, openInstalled, showPage } from '../vscode/index.ts';
import { startDemo } from './demo.ts';

const wantsDesktop = process.argv.includes('--desktop');
const wantsWeb = process.argv.includes('--web');

const code = wantsWeb ? undefined : findInstalledCode();
if (wantsDesktop && code === undefined) {
  console.error('There is no `code` on the PATH. Install VS Code, or run: npm start -- --web');
  process.exit(1);
}

// From the first moment, so that whatever was made by then is taken away by the exit handlers of those who made it.
let stop = (): Promise<unknown> => Promise.resolve();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void stop().finally(() => process.exit(0)));

console.log('Building the extension …');
const demo = await startDemo();
const { cloudflare, folder, extension, settings } = demo;
const options = { folder, extension, settings };

const useDesktop = code !== undefined && (wantsDesktop || hasDisplay());
const vscode = useDesktop ? await openInstalled(code, options) : await openInBrowser(options, console.log);

let stopping: Promise<unknown> | undefined;
stop = () => (stopping ??= vscode.stop().finally(() => demo.stop()));

console.log(`
  VS Code        ${'url' in vscode ? String(vscode.url) : `${String(code)} (in its own window)`}
  Cloudflare     ${cloudflare.url}  (local; a demo company, nothing leaves this machine)
  Workspace      ${folder}

  Open “Cloudflare API Tokens” in the activity bar, choose Connect to Cloudflare, and paste this token:

  ${cloudflare.userToken}

  An account-owned token to connect with as well:

  ${cloudflare.accountToken}

  Ctrl-C stops everything.
`);
if ('url' in vscode && hasDisplay()) showPage(String(vscode.url));

await vscode.ended;
await stop();
