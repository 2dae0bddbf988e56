export { createFlyers, type FlyersSeams, type UploadFunction } from './handler.ts';
