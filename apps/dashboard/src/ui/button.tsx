import { type ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';

/** How much weight a button has. */
export type ButtonKind = 'normal' | 'primary' | 'danger' | 'plain' | 'link';

/** The properties of a button. */
export interface ButtonProps extends Omit<AriaButtonProps, 'className'> {
  readonly kind?: ButtonKind;
  readonly className?: string;
}

/** A button in the look of the page. */
export function Button({ kind = 'normal', className = '', ...props }: ButtonProps): ReactNode {
  return <AriaButton {...props} className={`button button-${kind} ${className}`} />;
}
