export { matches } from './matches.js';
export { type FieldChoice, projection } from './projection.js';
export { View } from './view.js';
