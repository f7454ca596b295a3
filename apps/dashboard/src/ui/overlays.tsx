import { type ReactNode } from 'react';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Header, Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

/** One line of a menu. With `checked` it is a choice, and shows a tick if it is true. */
export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly note?: string;
  readonly checked?: boolean;
  readonly isDisabled?: boolean;
  readonly onAction?: () => void;
}

/** A group of a menu; the title is optional. */
export interface MenuGroup {
  readonly title?: string;
  readonly entries: readonly MenuEntry[];
}

/** A button with a menu. The first child is the button. */
export function MenuButton(props: {
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  readonly children: ReactNode;
  readonly onOpenChange?: (isOpen: boolean) => void;
}): ReactNode {
  return (
    <MenuTrigger onOpenChange={props.onOpenChange}>
      {props.children}
      <Popover className="popover">
        <AriaMenu className="menu" aria-label={props.label}>
          {props.groups.map((group, index) => (
            <MenuSection key={index} aria-label={group.title ?? props.label}>
              {group.title !== undefined && <Header className="menu-section">{group.title}</Header>}
              {group.entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

function Entry({ entry }: { readonly entry: MenuEntry }): ReactNode {
  const { id, label, note, checked, isDisabled, onAction } = entry;
  return (
    <MenuItem id={id} className="menu-item" textValue={label} isDisabled={isDisabled} onAction={onAction}>
      {checked !== undefined && (
        <span className="menu-item-check" aria-hidden="true">
          {checked ? '✓' : ''}
        </span>
      )}
      <span>{label}</span>
      {note !== undefined && <span className="menu-item-note">{note}</span>}
    </MenuItem>
  );
}

/** The properties of a dialog. */
export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly isWide?: boolean;
  /** False for a dialog that has to be answered by one of its buttons. */
  readonly isDismissable?: boolean;
  readonly role?: 'dialog' | 'alertdialog';
  readonly children: ReactNode;
}

/** A dialog over the page; on a phone it fills the screen. */
export function Dialog({
  title,
  isOpen,
  onClose,
  isWide,
  isDismissable = true,
  role,
  children,
}: DialogProps): ReactNode {
  return (
    <ModalOverlay
      className="scrim"
      isOpen={isOpen}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className={isWide ? 'modal modal-wide' : 'modal'}>
        <AriaDialog className="dialog" role={role}>
          <Heading slot="title">{title}</Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
