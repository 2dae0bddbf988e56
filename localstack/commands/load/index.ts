export { type Behaviour, type CastBuyer, LoadCast } from './contract/cast.ts';
export { LoadSample } from './contract/sample.ts';
