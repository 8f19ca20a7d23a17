// The themes that pictures are taken in, by the names that the command line knows them by.
import type { ThemeKind } from '../vscode/index.ts';

export const THEME_KINDS: readonly ThemeKind[] = ['dark', 'light', 'highContrast', 'highContrastLight'];

export function isThemeKind(text: string): text is ThemeKind {
  return THEME_KINDS.some((kind) => kind === text);
}
