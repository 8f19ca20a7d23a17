// `npm run tour`: plays the main job in a headless VS Code, on the same set-up as `npm start`. Prints a line for each step
// with what was to be seen, leaves numbered screenshots in test-results/tour, and fails when a step did not happen.
//   --theme dark|light|highContrast|highContrastLight   (dark unless given)
//   --all-themes   repeats the key screens in the other themes
//   --width N      of the window, in pixels (1280 unless given)
import { join, relative } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { openHeadless } from '../start/headless.ts';
import { isThemeKind, THEME_KINDS } from './themes.ts';
import { setUpCamera } from './camera.ts';
import { job } from './job.ts';

const folder = join(import.meta.dirname, '../../test-results/tour');
const { values } = parseArgs({
  options: {
    theme: { type: 'string', default: 'dark' },
    'all-themes': { type: 'boolean', default: false },
    width: { type: 'string', default: '1280' },
  },
});
const { theme } = values;
const width = Number(values.width);
if (!isThemeKind(theme) || !(width >= 600 && width <= 4000)) {
  console.error(`--theme is one of ${THEME_KINDS.join(', ')}; --width is a number from 600 to 4000.`);
  process.exit(2);
}

const started = Date.now();
const seconds = (): string => `${((Date.now() - started) / 1000).toFixed(1)} s`;
const others = values['all-themes'] ? THEME_KINDS.filter((one) => one !== theme) : [];

const stage = await openHeadless({ theme, width, height: 800 }, console.log);
try {
  const camera = setUpCamera(stage.workbench, folder, theme, others);
  let number = 0;
  for (const { name, isKey = false, play } of job) {
    number += 1;
    try {
      console.log(`${String(number).padStart(2)}  ${await play(stage)}`);
    } catch (error) {
      await camera.take(`${name}-failed`);
      console.log(
        `${String(number).padStart(2)}  FAILED at ${name}: ${stripVTControlCharacters(String(error))}`,
      );
      process.exitCode = 1;
      break;
    }
    await camera.take(name, { isKey });
  }
  const outcome = process.exitCode === 1 ? `stopped at step ${number} of` : 'all';
  console.log(
    `\ntour: ${outcome} ${job.length} steps, ${camera.count()} screenshots in ${relative('', folder)}, ${seconds()}`,
  );
} finally {
  await stage.close();
}
