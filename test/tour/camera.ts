// Takes the numbered screenshots of a tour, the important ones in more than one theme.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ThemeKind, Workbench } from '../vscode/index.ts';

export interface Camera {
  /** Takes a picture in the theme of the run, and in the other themes asked for where it shows a key screen. */
  take(name: string, options?: { readonly isKey?: boolean }): Promise<void>;
  /** How many pictures it has taken. */
  count(): number;
}

/**
 * Sets up the camera.
 * @param folder emptied first
 * @param theme the theme of the run
 * @param others the themes in which key screens are repeated
 */
export function setUpCamera(
  workbench: Workbench,
  folder: string,
  theme: ThemeKind,
  others: readonly ThemeKind[],
): Camera {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let number = 0;
  let count = 0;
  const shoot = async (name: string): Promise<void> => {
    await workbench.page.screenshot({ path: join(folder, `${name}.png`) });
    count += 1;
  };
  return {
    take: async (name, { isKey = false } = {}) => {
      number += 1;
      const numbered = `${String(number).padStart(2, '0')}-${name}`;
      await shoot(numbered);
      if (!isKey) return;
      for (const other of others) {
        await workbench.setTheme(other);
        await shoot(`${numbered}.${other}`);
      }
      if (others.length > 0) await workbench.setTheme(theme);
    },
    count: () => count,
  };
}
