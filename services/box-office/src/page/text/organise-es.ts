import type { OrganiseTexts } from './organise-en.ts';
import { sayRequirement } from './requirements-es.ts';

const seats = (count: string): string => (count === '1' ? '1 butaca' : `${count} butacas`);

export const es: OrganiseTexts = {
  nav: { label: 'Taquilla', shows: 'Funciones y ventas', make: 'Función nueva' },
  noAnswer:
    'La taquilla no responde. Puede que lo que has pedido se haya hecho: míralo antes de repetirlo.',
  unsure: (code) =>
    `Algo ha fallado (${code}). Puede que lo que has pedido se haya hecho: míralo antes de repetirlo.`,
  other: (code) => `No ha funcionado (${code}). Vuelve a intentarlo dentro de un momento.`,
  signedOut: 'Ya no estás dentro. Entra y hazlo otra vez.',
  problems: {
    FLYER_REFUSED: 'La imagen no se ha recibido. Elígela otra vez y envíala de nuevo.',
    INVALID_REQUEST: 'Algo de la petición no se ha aceptado.',
    FORBIDDEN: 'Solo el organizador puede hacer esto.',
    SHOW_NOT_FOUND: 'Esta función ya no existe.',
    SHOW_CANCELLED: 'La función está cancelada y ya no se puede cambiar.',
    SHOW_BEGUN: 'La función ha empezado y ya no se puede cancelar.',
    SHOW_HAS_SALES:
      'La función tiene entradas vendidas. Cancélala, o espera hasta que termine su cancelación.',
    CAPACITY_BELOW_SOLD: 'Ya se han vendido más entradas que esas.',
    WRONG_SEATING: 'Esto no corresponde al tipo de entradas de la función.',
    TOO_MANY_SEATS: 'Una función tiene como mucho 20.000 butacas.',
    NOT_CANCELLABLE:
      'La compra ya no se puede cancelar: la función ha empezado, o no hay entradas.',
    PURCHASE_ERASED: 'El comprador ha borrado esta compra.',
    AUDIT_NOT_FOUND: 'Alguien ha empezado una auditoría más reciente. Repite la auditoría.',
    QUEUES_UNAVAILABLE:
      'Ahora no se puede llegar a las colas. No se ha perdido ningún mensaje. Vuelve a intentarlo en un momento.',
    STORE_UNAVAILABLE: 'La taquilla no puede hacerlo ahora. Vuelve a intentarlo en un momento.',
    RECORD_UNREADABLE: 'Un registro de esta función está dañado. El runbook explica qué hacer.',
  },
  requirement: sayRequirement,
  list: {
    title: 'Funciones y ventas',
    upcoming: 'Próximas funciones',
    past: 'Funciones pasadas',
    which: 'Qué funciones',
    none: 'No hay ninguna.',
    more: 'Más funciones',
    all: 'Todas las funciones juntas',
    sold: 'Vendidas',
    held: 'Por pagar',
    heldCount: (count) => `${count} por pagar`,
    left: 'Quedan',
    capacity: 'Entradas en total',
    revenue: 'Ingresos',
    noRevenue: 'ninguno',
    soldOf: (sold, capacity) => `${sold} de ${capacity} vendidas`,
    noSales: 'Ahora no se pueden leer las ventas.',
    live: 'En directo',
  },
  form: {
    makeTitle: 'Función nueva',
    labels: {
      name: 'Nombre',
      venue: 'Lugar',
      timeZone: 'Zona horaria del lugar',
      startsAt: 'Comienzo',
      price: 'Precio de una entrada',
      currency: 'Moneda',
      capacity: 'Número de entradas',
      maxTicketsPerBuyer: 'Máximo de entradas por persona',
      saleOpensAt: 'La venta empieza',
      saleClosesAt: 'La venta termina',
    },
    timeZoneNote: 'Por ejemplo Europe/Madrid. Vacía: las horas son las de este dispositivo.',
    clockNote: 'Todas las horas de este formulario son las de esa zona horaria.',
    priceNote: 'Sin símbolo, por ejemplo 45 o 15,99.',
    limitNote: 'Vacío: sin límite.',
    opensNote: 'Vacío: enseguida.',
    closesNote: 'Vacío: cuando empieza la función.',
    payment: {
      title: 'Pago',
      none: 'No se cobra nada',
      provider: 'Se paga mientras las entradas están reservadas',
      holdMinutes: 'Minutos para pagar',
      holdNote: 'El tiempo que se reservan las entradas, de 5 a 60 minutos.',
      refundFee: 'Gastos de cancelar una entrada',
      refundFeeNote: 'Lo que te quedas si cancela quien la compró. Vacío: nada.',
      refundUntilHours: 'Horas antes del comienzo',
      refundUntilNote: 'Hasta entonces se puede cancelar. Vacío: hasta el comienzo.',
      fixed: 'Nada de esto se puede cambiar después. Si cancelas la función, se devuelve todo.',
      errors: {
        holdSeconds: 'Escribe de 5 a 60 minutos.',
        refundFee: 'Escribe un importe como 2 o 1,50, o nada.',
        refundUntilSeconds: 'Escribe horas enteras, un año como mucho, o nada.',
      },
    },
    seating: 'Entradas',
    general: 'Entrada general',
    reserved: 'Butacas numeradas',
    paused: 'La venta espera hasta que yo la inicie',
    make: 'Crear la función',
    halfTyped: 'Completa la fecha y la hora, o bórralas.',
    errors: {
      name: 'Escribe el nombre de la función.',
      venue: 'Escribe dónde es la función.',
      startsAt: 'Escribe la fecha y la hora del comienzo. El reloj no debe saltarse esa hora.',
      price: 'Escribe un precio como 45 o 15,99, con los decimales de su moneda.',
      capacity: 'Escribe un número entero de entradas.',
      maxTicketsPerBuyer: 'Escribe un número entero de entradas, o nada.',
      saleOpensAt: 'El reloj se salta esa hora. Elige otra.',
      saleClosesAt: 'El reloj se salta esa hora. Elige otra.',
    },
    rest: {
      title: 'Añadiendo las butacas',
      text: 'La función existe. Su venta espera hasta que estén todas las butacas.',
      progress: (done, all) => `${done} de ${seats(all)}`,
      interrupted: (name) =>
        `La función «${name}» existe, pero no se han añadido todas sus butacas. Continúa, o deja la función como está.`,
      goOn: 'Continuar',
      leaveIt: 'Dejarla como está',
    },
    toShow: 'Ir a la función',
  },
  seats: {
    label: 'Butacas',
    note: 'Una en cada línea, como 1-A9. Las cifras del final son el número y lo que va delante es la fila.',
    file: 'Llenar la lista desde un archivo (CSV)',
    fileTooLarge: 'Este archivo es demasiado grande para ser una lista de butacas.',
    fileUnreadable: 'Este archivo no se puede leer.',
    count: seats,
    none: 'Escribe al menos una butaca.',
    hasNoHeader: 'Cada línea es una butaca, parezca lo que parezca',
    noSeatId: (line) =>
      `La línea ${line} no es una butaca: usa de 1 a 16 letras, cifras y guiones, y nada más.`,
    maybeHeader: (line) =>
      `La línea ${line} puede ser un encabezado. Bórrala o di que es una butaca.`,
    repeated: (line, first) => `La línea ${line} repite la butaca de la línea ${first}.`,
    headerTaken: (line) => `La línea ${line} se toma como encabezado.`,
    alike: (first, line) =>
      `Las líneas ${first} y ${line} solo difieren en ceros iniciales o en mayúsculas.`,
    andMore: (count) => `Y ${count} más.`,
    tooMany: (most) => `Una función tiene como mucho ${most} butacas.`,
  },
  manage: {
    live: 'Ver la venta en directo',
    asBuyers: 'Ver la función como el público',
    sales: 'Ventas de esta función',
    allCancelled: 'La función y todas sus compras están canceladas.',
    cancelled:
      'La función está cancelada. Sus compras se están cancelando y puede llevar minutos: las cifras de arriba bajan mientras tanto.',
    pause: {
      title: 'La venta',
      isRunning: 'La venta no está en pausa.',
      isPaused: 'La venta está en pausa. Nadie puede comprar hasta que se reanude.',
      isUnknown:
        'La venta está fuera de su horario. Si está en pausa, tampoco abrirá dentro de él.',
      pause: 'Pausar la venta',
      resume: 'Reanudar la venta',
    },
    change: {
      title: 'Cambiar la función',
      consequence:
        'Nadie paga de más por lo ya comprado. Un comienzo nuevo mueve los recordatorios, y cada cambio se anuncia.',
      save: 'Guardar los cambios',
      saved: 'Guardado.',
      nothing: 'No hay nada distinto.',
    },
    seats: {
      title: 'Cambiar las butacas',
      text: (count) => `La función tiene ${seats(count)}.`,
      price: (currency) => `Precio de estas butacas (${currency})`,
      add: 'Añadir estas butacas',
      setPrice: 'Fijar su precio',
      remove: {
        label: 'Eliminar estas butacas',
        question: '¿Eliminar estas butacas?',
        consequence: 'Las libres desaparecen para siempre. Las vendidas se quedan.',
      },
      progress: (done, all) => `${done} de ${seats(all)}`,
      added: (count, existing) => `Se han añadido ${seats(count)}. ${existing} ya existían.`,
      removed: (count) => `Se han eliminado ${seats(count)}.`,
      priced: (count) => `Precio fijado para ${seats(count)}.`,
      sold: (names) => `Vendidas, y se quedan como están: ${names}.`,
      missing: (names) => `No son butacas de esta función: ${names}.`,
      again: 'Lo que se ha hecho se queda. Pulsa otra vez el botón para continuar.',
    },
    flyer: {
      title: 'Cartel',
      file: 'Elige una imagen (PNG, JPEG o WebP, de 5 MiB como mucho)',
      preview: 'La imagen elegida',
      wrongFile: 'Elige una imagen PNG, JPEG o WebP de 5 MiB como mucho.',
      send: 'Usar esta imagen',
      sending: 'Enviando la imagen…',
      sent: 'La función tiene su imagen nueva.',
      notAccepted:
        'La función aún no tiene la imagen. Si el archivo no es una imagen de verdad, elige otro.',
    },
    ending: {
      cancel: {
        label: 'Cancelar la función',
        question: '¿Cancelar esta función?',
        consequence: (sold, isPaid) =>
          `La venta se detiene enseguida. ${
            sold === undefined
              ? 'Todas las entradas vendidas'
              : `Todas las entradas vendidas, ahora ${sold},`
          } se cancelan poco a poco, y cada compra cancelada se anuncia. ${
            isPaid
              ? 'Lo pagado se devuelve por completo.'
              : 'No se devuelve dinero, porque willcall no ha cobrado nada.'
          } Ya no se envían recordatorios. No se puede deshacer.`,
      },
      remove: {
        label: 'Eliminar la función',
        question: '¿Eliminar esta función?',
        consequence:
          'Desaparece con sus butacas, para siempre. Solo funciona si no hay entradas vendidas.',
      },
    },
  },
};
