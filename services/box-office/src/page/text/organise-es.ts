import type { OrganiseTexts } from './organise-en.ts';

export const es: OrganiseTexts = {
  nav: { label: 'Taquilla', shows: 'Funciones y ventas' },
  list: {
    title: 'Funciones y ventas',
    upcoming: 'Próximas funciones',
    past: 'Funciones pasadas',
    which: 'Qué funciones',
    none: 'No hay ninguna.',
    more: 'Más funciones',
    all: 'Todas las funciones juntas',
    sold: 'Vendidas',
    left: 'Quedan',
    capacity: 'Entradas en total',
    revenue: 'Ingresos',
    noRevenue: 'ninguno',
    soldOf: (sold, capacity) => `${sold} de ${capacity} vendidas`,
    noSales: 'Ahora no se pueden leer las ventas.',
    live: 'En directo',
  },
};
