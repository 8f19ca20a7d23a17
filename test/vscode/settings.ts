// The user settings that every VS Code of ours starts from: no welcome, no tips, no AI, no calls to the outside.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Settings by their full name, as in a settings.json. */
export type Settings = Record<string, unknown>;

const quiet: Settings = {
  'chat.agentHost.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.banner': 'always',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'terminal.integrated.gpuAcceleration': 'off', // the terminal's text is then in the page, where a test can read it
  'update.mode': 'none',
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Writes the user settings of a profile, before VS Code starts on it: the brought one does not look at the file again.
 * @param userData the profile's user-data folder
 * @param settings added to the quiet ones we start from, and stronger than those
 */
export function writeUserSettings(userData: string, settings: Settings): void {
  const file = join(userData, 'User', 'settings.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...quiet, ...settings }, null, 2));
}
