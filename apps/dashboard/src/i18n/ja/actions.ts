import { type actions as english } from '../en/actions';
import { type Message } from '../message';

/** Texts of the audit in Japanese. */
export const actions = {
  'actions.title': '操作履歴',
  'actions.count': { other: '操作 {count} 件' },
  'actions.filter.example': '例: outcome=failed by.name=anna time=>-7d',
  'actions.own': '自分の操作のみ表示されます。admin はすべて閲覧できます。',
  'actions.all': '閲覧できるソースに対する全員の操作が表示されます。',
  'actions.none': 'まだ操作はありません。',
  'actions.none-chosen': '該当する操作はありません。',
  'actions.time': '時刻',
  'actions.who': '操作者',
  'actions.action': '操作',
  'actions.job': 'ジョブ',
  'actions.source': 'ソース',
  'actions.outcome': '結果',
  'actions.status': 'ステータス',
  'actions.request': 'リクエスト',
  'actions.more': 'さらに表示',
  'actions.bulk': '一括 {id}',
  'actions.open-bulk': '一括操作 {id} を開く',
  'actions.from': '{address} から {method}',
} satisfies Record<keyof typeof english, Message>;
