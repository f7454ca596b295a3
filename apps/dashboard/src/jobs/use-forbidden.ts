import { mayAct, useMe } from '../api/queries';
import { useI18n } from '../i18n/i18n';

/** Why the caller may not act on jobs; undefined if the role allows it. */
export function useForbidden(): string | undefined {
  const { t } = useI18n();
  const { data: me } = useMe();
  if (mayAct(me)) return undefined;
  const role = me?.role ? t(`role.${me.role}`) : t('top.no-role');
  const key = me?.method === 'anonymous' ? 'role.needed-sign-in' : 'role.needed';
  return t(key, { needed: t('role.operator'), role });
}
