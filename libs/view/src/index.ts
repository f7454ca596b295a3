export { matches } from './matches.js';
export { projection } from './projection.js';
export { View } from './view.js';
