import { describe, expect, it } from '@jest/globals'
import { namesPostBox } from '../../../lib/manifest/rules/post-box.ts'

/** Country, then lines of addresses; `-` is an address whose country is not known. */
const BOXES: readonly (readonly [country: string, ...lines: string[]])[] = [
  ['-', 'P.O. Box 12', 'PO Box 12', 'P O Box 12', 'p.o.box 12', 'POBox12', 'PO-Box 12', 'P/O Box 12', 'P. O. BOX 12'],
  ['-', 'P.0. Box 12', 'P0 B0X 12', 'Ｐ．Ｏ．Ｂｏｘ １２', 'P.O.\u00a0Box\u200b 12', 'PO Box A-12', 'PO Bx 12'],
  ['-', 'POB 12', 'P.O.B. 12', 'POB #12', 'P.O. Drawer 7', 'Post Office Box 12', 'Postal Box 12', 'Post Off. Box 1'],
  [
    '-',
    'c/o Smith, PO Box 12',
    '12 Mill Lane / P.O. Box 3',
    'GPO Box 77',
    'Locked Bag 5',
    'Private Bag X12',
    'Lock Box 9',
  ],
  ['US', 'Box 12', 'BOX #1234', 'Rural Box 7', 'PO BOX'],
  ['DE', 'Postfach 12 34', 'Postfach', 'PF 1234', 'POSTFACH 10', 'Postschließfach 3'],
  ['AT', 'Postfach 5', 'PF 12'],
  ['CH', 'Case postale 12', 'Casella postale 3', 'CP 120', 'Postfach 9'],
  ['FR', 'BP 12', 'B.P. 70012', 'Boîte postale 3', 'Boite Postale 3', 'CS 40001', 'TSA 20110', '12 rue X, BP 4'],
  ['BE', 'Boîte postale 12', 'Postbus 12', 'BP 3'],
  ['NL', 'Postbus 12', 'Antwoordnummer 345'],
  ['ES', 'Apartado 12', 'Apartado de Correos 12', 'Apdo. 12', 'Apdo. de Correos 3', 'Apartado n.º 12'],
  ['MX', 'Apartado Postal 12', 'Apdo. Postal 3'],
  ['AR', 'Casilla de Correo 12', 'C.C. 12', 'Casilla 7'],
  ['CL', 'Casilla 12', 'Casilla Postal 3'],
  ['CO', 'A.A. 1234', 'Apartado Aéreo 12'],
  ['PT', 'Apartado 12'],
  ['BR', 'Caixa Postal 12', 'Cx. Postal 3', 'C.P. 12'],
  ['IT', 'Casella Postale 12', 'C.P. 12', 'CP 12', 'Cas. Post. 3'],
  ['DK', 'Postboks 12', 'Boks 7'],
  ['NO', 'Postboks 12', 'Pb. 12', 'PB 12 Sentrum'],
  ['SE', 'Box 12', 'Box 123 45'],
  ['FI', 'PL 12', 'Postilokero 12', 'PB 12'],
  ['IS', 'Pósthólf 12'],
  ['PL', 'Skrytka pocztowa 12', 'skr. poczt. 12'],
  ['CZ', 'Poštovní přihrádka 12', 'P.O. BOX 12', 'pošt. přihr. 3'],
  ['SK', 'Poštový priečinok 12'],
  ['HU', 'Pf. 12', 'Postafiók 12', 'Pf.: 12'],
  ['RO', 'Căsuța Poștală 12', 'Casuta Postala 3', 'C.P. 12'],
  ['HR', 'Poštanski pretinac 12', 'p.p. 12'],
  ['SI', 'Poštni predal 12', 'p. p. 12'],
  ['RS', 'Поштански фах 12', 'Poštanski fah 12', 'п. фах 12'],
  ['BG', 'Пощенска кутия 12', 'п.к. 12'],
  ['RU', 'а/я 12', 'абонентский ящик 12', 'А/Я № 7'],
  ['UA', 'а/с 12', 'абонентська скринька 12', 'поштова скринька 5'],
  ['GR', 'Τ.Θ. 12', 'ΤΘ 12', 'Ταχυδρομική Θυρίδα 12', 'Ταχ. Θυρ. 3'],
  ['TR', 'Posta Kutusu 12', 'P.K. 12', 'PK 12'],
  ['LV', 'a/k 12', 'abonenta kastīte 12'],
  ['LT', 'pašto dėžutė 12', 'p. d. 12'],
  ['EE', 'postkast 12', 'pk 12'],
  ['IL', 'ת.ד. 12', 'תא דואר 12', 'ת״ד 12'],
  ['AE', 'ص.ب. 12', 'صندوق بريد 12', 'P.O.Box: 12'],
  ['SA', 'ص. ب 12', 'صندوق البريد 12'],
  ['CN', '邮政信箱 12', '信箱12号'],
  ['TW', '郵政信箱 12', '台北郵政第12號信箱 12', '信箱第3號'],
  ['JP', '私書箱 12号'],
  ['KR', '사서함 12호'],
  ['TH', 'ตู้ ป.ณ. 12', 'ตู้ปณ 12', 'ตู้ไปรษณีย์ 3'],
  ['VN', 'Hộp thư 12', 'Hòm thư 3'],
  ['ID', 'Kotak Pos 12', 'Tromol Pos 3'],
  ['MY', 'Peti Surat 12', 'Beg Berkunci 3'],
  ['IN', 'पोस्ट बॉक्स 12', 'P.B. No. 12'.replace('P.B.', 'P.O.B.')],
  ['ZA', 'Posbus 12', 'Privaatsak X3', 'Private Bag 7'],
  ['MT', 'Kaxxa Postali 12'],
  ['IE', 'Bosca Poist 12'],
  ['NZ', 'Private Bag 3', 'PO Box 12'],
]

const STREETS: readonly (readonly [country: string, ...lines: string[]])[] = [
  ['US', '12 Box Elder Road', 'Boxwood Lane 3', '1 Post Road', '500 Example Road', 'Pobal Street 4', '12 Box Street'],
  [
    'US',
    'Boxborough',
    'Apartment 12',
    'Apt 12',
    'Bldg 7, Post 3',
    '7 Locke Street',
    '3 Bagley Ave',
    'Powerbox Inc. 12',
  ],
  ['US', 'CS 101 Hall', 'BP 12 Station', 'PL 7', 'PK 12', 'P.P. 3', 'A.A. 12 Hall', 'CP 3'],
  ['DE', 'Postfachweg 3', 'Postfächerstraße 3', 'Boxhagener Str. 12', 'Alte Poststraße 5', 'Postplatz 1'],
  ['FR', '12 rue de la Poste', '3 place de la Boîte', 'Bât. B, porte 12', '1 rue BPX 12'],
  ['ES', 'Calle del Apartadero 5', 'Calle Casillas 3', 'Apto. 12', 'Pob. Sagrada 12'],
  ['GB', '12 Boxgrove Road', 'The Old Post Office, 3 High Street', 'Boxmoor 12', 'Lockerbie 7'],
  ['NL', 'Postbusweg 3', 'Boschstraat 12'],
  ['SE', 'Boxholmsvägen 12', 'Box­holm'],
  ['RU', 'ул. Ленина, 12', 'ул. Пятая, 3', 'Улица Почтовая 12'],
  ['GR', 'Οδός Θησέως 12', 'Σταδίου 12'],
  ['IL', 'רחוב דיזנגוף 12'],
  ['AE', 'شارع الشيخ زايد 12'],
  ['CN', '信義路 12', '邮政路 12 号'],
  ['JP', '私市 12', '銀座 1-2-3'],
  ['VN', '12 Phố Huế', 'Thủ Đức 3'],
  ['TR', 'Posta Caddesi 12', 'Kutu Sokak 3'],
  ['IT', 'Via della Posta 12', 'Via Cassia 3'],
  ['BR', 'Rua da Caixa 12', 'Rua Postal 3'],
]

const rows = (table: typeof BOXES) =>
  table.flatMap(([country, ...lines]) => lines.map(line => [line, country] as const))

describe('a line of an address', () => {
  it.each(rows(BOXES))('names a post-office box: %s (%s)', (line, country) => {
    expect(namesPostBox(line, country === '-' ? undefined : country)).toBe(true)
  })

  it.each(rows(STREETS))('names none: %s (%s)', (line, country) => {
    expect(namesPostBox(line, country)).toBe(false)
  })
})
