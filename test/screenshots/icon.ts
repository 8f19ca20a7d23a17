// Draws the extension's icon as the PNG that the marketplace asks for.
import { readFileSync } from 'node:fs';
import { bring, launchBrowser } from '../vscode/index.ts';

const SIZE = 256;

/** Draws an SVG file as a PNG file of 256 × 256 pixels, transparent where the drawing is. */
export async function drawIcon(svg: string, png: string): Promise<void> {
  await bring('newest', console.log);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
    await page.setContent(
      `<style>body { margin: 0 } svg { display: block }</style>${readFileSync(svg, 'utf8')}`,
    );
    await page.screenshot({ path: png, omitBackground: true });
  } finally {
    await browser.close();
  }
}
