/* lines mounted listing: cd5b5bbca2a815fee1a460030eb919bb */
var m=`
.lines { position: relative; overflow: auto; margin: 0; padding: .6em 0; box-sizing: border-box; }
.lines code { display: block; width: max-content; min-width: 100%; font: inherit; }
.lines .line { display: block; padding: 0 1.2em 0 .9em; border-left: .3em solid transparent; min-height: 1.45em; }
.lines [aria-current] {
  background: color-mix(in srgb, var(--mark) 18%, transparent); border-color: var(--mark); font-weight: 700;
}
.lines .now { padding-left: 1.8em; font-weight: 700; color: var(--note); }
`,x=["o","i","j","c","u","v"],h=class{constructor(){this.code=document.createElement("code"),this.box=document.createElement("pre"),Object.assign(this.box,{className:"lines",tabIndex:0}),this.box.setAttribute("role","region"),this.box.append(this.code)}get text(){return`${this.data.lines.join(`
`)}
`}update(t){let s=!this.data;this.data=t,this.box.setAttribute("aria-label",t.label),this.all=t.lines.map(o=>{let i=document.createElement("span");return i.className="line",i.textContent=`${o}
`,i}),this.code.replaceChildren(...this.all),this.now={};for(let[o,i]of Object.entries(t.heads)){let e=document.createElement("span");e.className="now",this.all[i].lastChild.data=t.lines[i],this.all[i].append(e,`
`),this.now[o]=e}s&&(this.box.scrollTop=this.box.scrollHeight),this.reveal()}reveal(){globalThis.convvizStep&&this.mark(globalThis.convvizStep)}mark({output:t,after:s,upto:o}){let i=this.data.phases.slice(s,o),e=new Set(i.flatMap(n=>n.lines));for(let[n,r]of this.all.entries())e.has(n)?r.setAttribute("aria-current","step"):r.removeAttribute("aria-current");let u=i.map(n=>n.at).filter(n=>n.length),v=[0,1,2].map(n=>{let r=new Set(u.map(c=>c[n]));return r.size===1?[...r][0]:void 0}),[b,f,g]=t;for(let[n,r]of[b,f,g,...v].entries()){let c=x[n];c in this.now&&(this.now[c].textContent=r===void 0?"":`${c} = ${r}`)}this.#t(this.all.filter((n,r)=>e.has(r)))}#t(t){if(!t.length)return;let[s,o]=[t[0].offsetTop,t.at(-1).offsetTop+t.at(-1).offsetHeight],{scrollTop:i,clientHeight:e}=this.box;o>i+e?this.box.scrollTop=o-e+16:s<i&&(this.box.scrollTop=s-16)}};var l={view:null,home:null,leave(){}};function p(a){let t=new WeakMap,s=(o,i)=>{let e=t.get(o);return e?.left&&(e.remove(),e=null),e??=w(o)??new a(o),t.set(o,e),i(e),()=>{o.isConnected||t.get(o)!==e||(t.delete(o),e!==l.view&&e.remove())}};return s.early=(o,i)=>(l.view=new a(o),i(l.view),l.view),s}function w(a){return l.view?.left&&l.leave(),l.view&&(l.home=a),l.view}var y=`
.convviz-listing {
  position: relative; color: var(--st-text-color); --mark: var(--st-primary-color); --note: var(--st-link-color);
}
.convviz-listing pre {
  max-height: 17rem; border-radius: var(--st-base-radius); background: var(--st-secondary-background-color);
  font: .8125rem/1.45 var(--st-code-font);
}
.convviz-listing button {
  position: absolute; z-index: 1; top: .5rem; right: 1.25rem; min-width: 4.5rem; height: 2rem; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  background: var(--st-background-color); color: inherit; font: .875rem var(--st-font);
}
@media (max-width: 640px) { .convviz-listing button { position: static; margin-bottom: .5rem; } }
.convviz-listing :focus-visible { outline: 3px solid var(--st-primary-color); }
`;function k({data:a,parentElement:t}){return E(t,s=>s.update(a))}var d=class{listen=t=>this.lines.mark(t.detail);constructor(t){this.lines=new h,this.copy=document.createElement("button"),this.copy.type="button",this.copy.hidden=!navigator.clipboard,this.copy.onclick=()=>this.#t(),this.style=document.createElement("style"),this.style.textContent=m+y,this.root=document.createElement("div"),this.root.className="convviz-listing",this.root.append(this.style,this.copy,this.lines.box),t.append(this.root),addEventListener("convviz:step",this.listen)}remove(){removeEventListener("convviz:step",this.listen),clearTimeout(this.copied),this.root.remove()}update(t){this.data=t,this.copy.textContent=t.copy,this.lines.update(t)}async#t(){try{await navigator.clipboard.writeText(this.lines.text)}catch{return getSelection().selectAllChildren(this.lines.code)}this.copy.textContent=this.data.copied,clearTimeout(this.copied),this.copied=setTimeout(()=>{this.copy.textContent=this.data.copy},2e3)}},E=p(d);export{k as default};
