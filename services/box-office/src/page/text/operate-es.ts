import type { OperateTexts } from './operate-en.ts';

const tickets = (count: string): string => (count === '1' ? '1 entrada' : `${count} entradas`);

export const es: OperateTexts = {
  nav: { buyers: 'Compradores', deadLetters: 'Mensajes sin resolver' },
  export: {
    title: 'Entradas',
    text: 'Un archivo con todas las entradas vendidas, también las canceladas, con los nombres y correos de sus titulares.',
    mark: 'Con la marca para que Excel lea los acentos',
    submit: 'Exportar las entradas (CSV)',
    progress: (count) => `${tickets(count)} leídas…`,
    done: (count) => `${tickets(count)} en el archivo.`,
    leftOut: (count) =>
      `${count === '1' ? 'No se puede leer 1 registro, y faltan sus' : `No se pueden leer ${count} registros, y faltan sus`} entradas. La auditoría los nombra.`,
    fileName: (show) => `Entradas de ${show}.csv`,
  },
  audit: {
    title: 'Libros',
    text: 'La auditoría compara los contadores de las entradas, el diario de sus cambios y las compras. Se puede hacer durante la venta.',
    submit: 'Auditar los libros',
    running: 'La auditoría está en marcha…',
    holds: 'Los libros cuadran.',
    differs: (count) =>
      count === '1'
        ? 'Los libros no cuadran: 1 diferencia.'
        : `Los libros no cuadran: ${count} diferencias.`,
    moved:
      'Las entradas no dejaron de cambiar de manos, y no se pudieron comparar las sumas. Repite la auditoría cuando la venta esté más tranquila.',
    first: (count) => `Estas son las primeras ${count}.`,
    at: (time) => `A fecha de ${time}.`,
    failed: {
      OUT_OF_TIME:
        'La función es demasiado grande para esta auditoría. Un operador puede usar el comando willcall audit.',
      STORE_UNAVAILABLE:
        'No se pudieron leer los libros. Repite la auditoría dentro de un momento.',
      NOT_FINISHED: 'La auditoría se interrumpió. Repítela.',
    },
    figures: 'Lo que sumó la auditoría',
    stock: 'Contadores',
    records: 'Compras',
    sold: 'Vendidas',
    left: 'Quedan',
    revenue: 'Ingresos',
    confirmed: 'Compras confirmadas',
    cancelled: 'Compras canceladas',
    differences: 'Diferencias',
    runbook: (section) => `Consulta ${section}.`,
  },
  buyers: {
    title: 'Compras de un comprador',
    text: 'Busca a un comprador por el identificador de su cuenta, tal como está en los tokens del inicio de sesión.',
    label: 'Identificador',
    error: 'Escribe un identificador: hasta 255 letras, cifras y signos, sin espacios.',
    submit: 'Mostrar las compras',
    of: (user) => `Compras de ${user}`,
    none: 'Este comprador no tiene compras.',
    more: 'Más compras',
    holder: (name, email) => `Para ${name}, ${email}`,
    cancelled: 'La compra está cancelada, y sus entradas vuelven a estar a la venta.',
    cancel: {
      label: 'Cancelar esta compra',
      question: '¿Cancelar la compra de este comprador?',
      consequence: (count, isPaid) =>
        `${tickets(count)} a la venta de inmediato, sin recordatorio, y la cancelación se anuncia. ${
          isPaid
            ? 'Lo pagado se devuelve por completo.'
            : 'No se devuelve nada, porque willcall no ha cobrado nada.'
        } No se puede deshacer.`,
    },
  },
  deadLetters: {
    title: 'Mensajes sin resolver',
    text: 'Compras que no se pudieron decidir en cinco intentos. Los mensajes fallidos se vuelven a intentar solos; los aparcados esperan hasta que los devuelvas.',
    look: 'Mirar otra vez',
    looking: 'Mirando…',
    counted: (ready, hidden) => `${ready} listos, ${hidden} ocultos hasta su próximo intento`,
    queues: { dead: 'Mensajes fallidos', parked: 'Mensajes aparcados' },
    none: 'Ahora no se puede leer ninguno.',
    unknown: 'Compra desconocida',
    received: (count) => `Recibido ${count === '1' ? 'una vez' : `${count} veces`}`,
    since: (time) => `desde ${time}`,
    decided: {
      CONFIRMED: 'Ya decidida: está confirmada.',
      HELD: 'Ya decidida: sus entradas están reservadas hasta el pago.',
      EXPIRED: 'Ya decidida: no se pagó a tiempo.',
      REJECTED: 'Ya decidida: está rechazada.',
      FAILED: 'Ya decidida: ha fallado.',
      CANCELLED: 'Ya decidida: está cancelada.',
    },
    unreadable: 'Ya decidida, pero su registro no se puede leer.',
    waiting: {
      retry: 'Se puede decidir: se vuelve a intentar solo.',
      redrive: 'Se puede decidir: devuélvelo.',
    },
    poison: (why) => `Esta versión nunca podrá decidirla. ${why}.`,
    after: {
      FAILED: 'Quedará registrada como fallida.',
      park: 'Quedará aparcado.',
      repair: 'Necesita un arreglo antes de devolverlo.',
    },
    redrive: {
      label: 'Devolver los mensajes aparcados',
      question: '¿Devolver todos los mensajes aparcados?',
      consequence:
        'Hazlo después de un arreglo. Cada uno se decide como si acabara de llegar, en el orden de su comprador y función. Lo que siga sin poder decidirse vuelve a quedar aparcado.',
    },
    sent: (count) => `Devueltos: ${count}.`,
    newer: (count) => `Aparcados desde entonces: ${count}.`,
    incomplete: 'Se acabó el tiempo. Los demás siguen aparcados: devuélvelos también.',
  },
};
