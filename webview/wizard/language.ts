// The display language of VS Code, for dates and lists in words.
import type { TimeFormat } from '../../src/tokens/times.ts';

/** How to write dates: in the page's language; the core's own English where that is English. */
export function timeFormat(): TimeFormat {
  const { lang } = document.documentElement;
  return lang === '' || lang.startsWith('en') ? {} : { locale: lang };
}
