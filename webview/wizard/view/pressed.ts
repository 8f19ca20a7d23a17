// What a press of the pointer is for: whatever moves the page between press and release makes the click miss.

let isPressed = false;
document.addEventListener('pointerdown', () => (isPressed = true), true);
for (const end of ['pointerup', 'pointercancel'])
  document.addEventListener(end, () => (isPressed = false), true);

/** Does something now or, while the pointer is pressed, right after the click that it leads to. */
export function afterPress(work: () => void): void {
  if (!isPressed) {
    work();
    return;
  }
  const ended = new AbortController();
  const end = (): void => {
    ended.abort();
    setTimeout(work);
  };
  for (const event of ['pointerup', 'pointercancel'])
    document.addEventListener(event, end, { signal: ended.signal });
}
