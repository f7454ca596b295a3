import { type Message } from '../message';

/** Texts of the audit. */
export const actions = {
  'actions.title': 'Actions',
  'actions.count': { one: '{count} action', other: '{count} actions' },
  'actions.filter.example': 'for example outcome=failed by.name=anna time=>-7d',
  'actions.own': 'You see your own actions; admins see all.',
  'actions.all': 'You see the actions of all callers on your sources.',
  'actions.none': 'No action has been requested yet.',
  'actions.none-chosen': 'No action matches.',
  'actions.time': 'Time',
  'actions.who': 'Who',
  'actions.action': 'Action',
  'actions.job': 'Job',
  'actions.source': 'Source',
  'actions.outcome': 'Outcome',
  'actions.status': 'Status',
  'actions.request': 'Request',
  'actions.more': 'More',
  'actions.bulk': 'bulk {id}',
  'actions.open-bulk': 'Open the bulk action {id}',
  'actions.from': '{method} from {address}',
} satisfies Record<string, Message>;
