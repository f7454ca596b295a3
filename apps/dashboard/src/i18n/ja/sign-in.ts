import { type signIn as english } from '../en/sign-in';
import { type Message } from '../message';

/** Texts of signing in, in Japanese. */
export const signIn = {
  'sign-in.title': 'サインイン',
  'sign-in.provider': 'シングルサインオンで続ける',
  'sign-in.or': 'またはトークンを使用',
  'sign-in.token': 'トークン',
  'sign-in.token.note': 'ページはトークンを一度だけ送信し、保存しません。',
  'sign-in.send': 'サインイン',
  'sign-in.sending': 'サインイン中',
  'sign-in.unknown-token': 'このトークンは登録されていません。',
  'sign-in.too-many': '試行回数が多すぎます。{seconds} 秒後に再試行できます',
  'sign-in.none-needed': 'このゲートウェイにはアクセス規則がなく、サインインは不要です。',
  'sign-in.signed-in': '{name} としてサインインしています。',
  'sign-in.sign-out': 'サインアウト',
  'sign-in.go-on': 'ジョブ一覧へ',
  'sign-in.read': 'ゲートウェイが許可していれば、サインインせずに閲覧できます。',
} satisfies Record<keyof typeof english, Message>;
