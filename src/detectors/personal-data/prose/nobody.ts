/** Words with a capital by custom, that name nobody. */
export const NOBODY: ReadonlySet<string> = new Set(
  "monday,tuesday,wednesday,thursday,friday,saturday,sunday,january,february,march,april,may,june,july,august,september,october,november,december,english,internet,google,facebook,twitter,youtube,email,e-mail,iban,ssn,https,http,www,christmas,easter,visa,mastercard,amex,paypal,hey,hi,hello,ok,okay,mr,mrs,ms,dr,prof,sir,tv,dvd,website,online,smartphone,app,wi-fi,wifi,bot,info,zip,fax,phone,apt,suite,personal,info,i'll,i'm,i've,i'd,ill,ive,im,dont,cant,wont,lets,thats,whats,hes,shes,theres,cmon".split(
    ',',
  ),
);
