// What there is to try the extension in: the extension itself, built; a local Cloudflare with a demo company; a sample
// workspace; and the settings that bring them together. `npm start`, the tour and the screenshots all begin with it.
import { startCloudflare } from '../cloudflare/index.ts';
import type { Cloudflare } from '../cloudflare/index.ts';
import type { Settings } from '../vscode/index.ts';
import { settingsFor } from '../vscode/local-cloudflare.ts';
import { buildExtension } from './extension.ts';
import { makeSampleWorkspace } from './workspace.ts';

export interface Demo {
  readonly cloudflare: Cloudflare;
  /** The workspace folder. */
  readonly folder: string;
  /** The folder of the built extension. */
  readonly extension: string;
  /** User settings that point the extension to the local Cloudflare. */
  readonly settings: Settings;
  /** Stops the local Cloudflare and deletes both folders; to be called when no VS Code uses them any more. */
  stop(): Promise<void>;
}

/**
 * Builds, starts and lays out everything. The folders go when this process ends, too, unless a signal kills it.
 * @throws Error with esbuild's words when the extension does not build
 */
export async function startDemo(): Promise<Demo> {
  const extension = await buildExtension();
  const workspace = makeSampleWorkspace();
  const cloudflare = await startCloudflare({ seed: 'demo' });
  return {
    cloudflare,
    folder: workspace.folder,
    extension: extension.folder,
    settings: settingsFor(cloudflare),
    stop: async () => {
      await cloudflare.stop();
      extension.remove();
      workspace.remove();
    },
  };
}
