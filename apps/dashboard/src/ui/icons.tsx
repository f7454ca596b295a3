import { type ReactNode } from 'react';

const PATHS = {
  menu: 'M2 4h12M2 8h12M2 12h12',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  down: 'M4 6l4 4 4-4',
  warning: 'M8 2.2 14.4 13.4H1.6ZM8 6.6v3M8 11.6h.01',
  theme: 'M8 2a6 6 0 1 0 0 12ZM8 2a6 6 0 0 1 0 12',
  back: 'M10 3 5 8l5 5',
} as const;

/** The name of an icon. */
export type IconName = keyof typeof PATHS;

/** A line icon, 16 pixels, in the colour of the text. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="state-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth={name === 'more' ? 2.4 : 1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
