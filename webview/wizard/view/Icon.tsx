// The few pictures of the wizard, drawn with the text's own colour. They repeat what a text says, so they are hidden
// from screen readers.
const PATHS = {
  check: 'M3 8.5l3.2 3.2L13 5',
  close: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 2.2L14.5 13.5h-13zM8 6.5v3.2M8 11.4v.4',
  error: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.800M8 4.800v4M8 10.800v.4',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.800M8 7.200v4M8 4.800v.4',
  search: 'M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9M10.300 10.300L13.800 13.800',
  copy: 'M5.500 5.500h7.500v8h-7.500zM10.500 5.500V2.500H3v8h2.500',
  eye: 'M1.500 8C3 5 5.300 3.500 8 3.500S13 5 14.500 8C13 11 10.700 12.500 8 12.500S3 11 1.500 8M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  key: 'M5.200 7.800a3 3 0 1 0 0 .4M8 8h6v2.500M11.500 8v2',
  file: 'M4 1.800h5.200L12.500 5v9.200h-8.500zM9 2v3.200h3.300M8 7.500v4M6 9.500h4',
  terminal: 'M2 3h12v10H2zM4.500 6l2.200 2-2.200 2M8.500 10.300h3',
  play: 'M4.500 3l8 5-8 5z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, slot }: { readonly name: IconName; readonly slot?: 'start' | 'end' }) {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      {...(slot && { slot })}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
