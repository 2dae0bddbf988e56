export { createFlyers, type FlyersSeams, type UploadFunction } from './function.ts';
