package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *                      | example.com
          'a *'                  | example.com
          example.com            | example.com
          EXAMPLE.com            | example.com
          example.com            | www.example.com
          .example.com           | www.example.com
          .example.com           | example.com
          *.example.com          | www.example.com
          example.com.           | example.com
          example.com            | example.com.
          ' a , example.com,b '  | example.com
          a example.com          | example.com
          ',,example.com,,'      | example.com
          example.com:8080       | example.com
          localhost              | localhost
          10.0.0.1               | 10.0.0.1
          10.0.0.1:8080          | 10.0.0.1
          10.0.0.0/8             | 10.255.3.4
          '1.2.3.4,10.0.0.0/8'   | 10.0.0.1
          127.0.0.1/32           | 127.0.0.1
          192.168.0.0/23         | 192.168.1.77
          0.0.0.0/0              | 8.8.8.8
          ::1                    | ::1
          [::1]                  | ::1
          [::1]:8080             | ::1
          0:0:0:0:0:0:0:1        | ::1
          fd00::/8               | fd12:3456::1
          [fd00::]/8             | fd12:3456::1
          FD00::/8               | fd12:3456::1
          fe80::/10              | fe80::1%eth0
          ::/0                   | 2001:db8::1
          10.0.0.0/8             | ::ffff:10.1.2.3
          """)
  void shouldCover(String list, String host) {
    assertThat(NoProxy.parse(list).covers(host, 8080)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                     | example.com
          ','                    | example.com
          example.com            | notexample.com
          example.com            | example.com.org
          www.example.com        | example.com
          example.com:80         | example.com
          10.0.0.1               | 10.0.0.10
          10.0.0.1               | 110.0.0.1
          0.0.1                  | 10.0.0.1
          .1                     | 10.0.0.1
          10.0.0.0/8             | 11.0.0.1
          10.0.0.0/8             | 10.example.com
          10.0.0.0/33            | 10.0.0.0
          10.0.0.0/-1            | 10.0.0.0
          10.0.0.0/              | 10.0.0.0
          10.0.0.0/8x            | 10.0.0.0
          example.com/8          | example.com
          192.168.0.0/23         | 192.168.2.1
          0.0.0.0/0              | example.com
          0.0.0.0/0              | ::1
          fd00::/8               | fe00::1
          fd00::/129             | fd00::
          ::1                    | ::2
          .                      | example.com
          999.0.0.0/8            | 10.0.0.1
          [::1                   | 10.0.0.1
          """)
  void shouldNotCover(String list, String host) {
    assertThat(NoProxy.parse(list).covers(host, 8080)).isFalse();
  }
}
