package site
import ("testing";"fmt";"waymark/internal/diag")
func TestZZ(t *testing.T){
 type n struct{ A,B string }
 type T struct{ Title string `yaml:"title"`; Order int `yaml:"order"`; N n `yaml:"n"`; L []string `yaml:"l"`; P *n `yaml:"p"`}
 for _, s := range []string{"title: 2026\norder: 010","title: true","title: 010","title: 2026-11-02","title: 1.50","n:\n  a: x","n: {b: y}","l: [q]","foo: 1\ntitle: x","title: x\ntitle: y","title: [","\ttitle: x","order: x","title: [a]","- a","just text","title: a\r\nfoo: b\r\n","title: a: b","p:\n  a: z","order:","title: ~","? [a]\n: b", "<<: {title: x}","a: &x 1\ntitle: *x", "title: 'abc","order: 1.5","l: x","---\ntitle: a\n---\ntitle: b\n", "order: 0x1F","order: 1_000","title: x\n foo: y","order: 99999999999999999999"} {
  var l diag.List
  v := T{N:n{"a0","b0"},P:&n{"pa","pb"},L:[]string{"z"}}
  ok := DecodeYAML("f.yaml",[]byte(s),&v,&l)
  fmt.Printf("%q ok=%v %+v P=%+v\n",s,ok,v,v.P)
  for _,f := range l.Sorted(){ fmt.Printf("   %s %s | %s\n",f.Place(),f.Message,f.Hint)}
 }
}
