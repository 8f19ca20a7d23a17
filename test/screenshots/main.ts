// `npm run screenshots`: makes the pictures of the README and the extension's icon anew, in media/.
//   --every-step   also every screen in three themes and two widths, into test-results/screenshots, for looking at
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawIcon } from './icon.ts';
import { takeReadmePictures } from './readme.ts';
import { takeEveryScreen } from './everyScreen.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({ options: { 'every-step': { type: 'boolean', default: false } } });

await takeReadmePictures(join(root, 'media/readme'), console.log);
await drawIcon(join(root, 'media/icon.svg'), join(root, 'media/icon.png'));
console.log('media/icon.png');
if (values['every-step']) await takeEveryScreen(join(root, 'test-results/screenshots'), console.log);
