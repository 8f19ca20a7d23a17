// Changes the settings of the person who runs this VS Code, and puts them back.
import * as vscode from 'vscode';

// Only src/settings.ts of the product reads the configuration; these tests look at it from outside.
const configuration = (section: string) => vscode.workspace.getConfiguration(section);

/** Runs something while a user setting has a value. */
export async function withSetting(
  section: string,
  key: string,
  value: unknown,
  work: () => Promise<void>,
): Promise<void> {
  const before = configuration(section).inspect(key)?.globalValue;
  await configuration(section).update(key, value, vscode.ConfigurationTarget.Global);
  try {
    await work();
  } finally {
    await configuration(section).update(key, before, vscode.ConfigurationTarget.Global);
  }
}

/** What the workspace's own settings say. */
export function workspaceValue(section: string, key: string): unknown {
  return configuration(section).inspect(key)?.workspaceValue;
}
