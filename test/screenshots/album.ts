// Takes each screen in every theme, narrow and wide, as the files of one folder.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { scrollUp } from '../tour/sampleToken.ts';
import { wizardIn } from '../e2e/wizard.ts';
import type { ThemeKind, Workbench } from '../vscode/index.ts';

const THEMES: readonly ThemeKind[] = ['dark', 'light', 'highContrast'];
/** How wide the editor is; the rest of the window comes on top. */
const WIDTHS = [400, 1100];
const HEIGHT = 1000;
const ACTIVITY_BAR = 60;
const SIDE_BAR = 300;

export interface Album {
  /**
   * A screen with the tree beside the editor; also one with a dialog or a list of choices on top.
   * @param pose what to do before each picture, where a change of theme or size would undo what is to be seen
   */
  whole(name: string, pose?: () => Promise<void>): Promise<void>;
  /** The editor with the wizard, without the side bar. */
  wizard(name: string): Promise<void>;
  /** How many pictures there are. */
  count(): number;
}

/** Opens an album. @param folder emptied first */
export function openAlbum(workbench: Workbench, folder: string): Album {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { page } = workbench;
  let number = 0;
  let count = 0;
  const take = async (name: string, around: number, pose?: () => Promise<void>): Promise<void> => {
    number += 1;
    for (const theme of THEMES) {
      await workbench.setTheme(theme);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width: width + around, height: HEIGHT });
        await pose?.();
        const file = `${String(number).padStart(2, '0')}-${name}.${theme}-${width}.png`;
        await page.screenshot({ path: join(folder, file), animations: 'disabled' });
        count += 1;
      }
    }
  };
  return {
    whole: (name, pose) => take(name, ACTIVITY_BAR + SIDE_BAR, pose),
    wizard: async (name) => {
      await scrollUp(wizardIn(workbench));
      await take(name, ACTIVITY_BAR);
    },
    count: () => count,
  };
}
